namespace Purser.Ledger.Reports;

/// <summary>The values of one row's key; ordered value by value, ordinally, not stated first.</summary>
internal readonly struct GroupKey(string?[] values) : IEquatable<GroupKey>, IComparable<GroupKey>
{
    public string?[] Values { get; } = values;

    public bool Equals(GroupKey other) => Values.AsSpan().SequenceEqual(other.Values);

    public override bool Equals(object? obj) => obj is GroupKey other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var value in Values)
            hash.Add(value, StringComparer.Ordinal);
        return hash.ToHashCode();
    }

    public int CompareTo(GroupKey other)
    {
        for (var i = 0; i < Values.Length; i++)
        {
            var order = string.CompareOrdinal(Values[i], other.Values[i]);
            if (order != 0)
                return order;
        }

        return 0;
    }
}
