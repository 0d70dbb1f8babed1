using Purser.Tokens.Json;

namespace Purser.Tokens.Documents;

/// <summary>The counts and facts of one JSON document, or of all events of one stream merged by maximum (budgets R38). Not thread-safe.</summary>
internal sealed class UsageDocument(DialectPlan plan)
{
    private readonly long[] _values = new long[plan.CountSlots];
    private readonly CountKind[] _kinds = new CountKind[plan.CountSlots];
    private readonly FactRange[] _facts = new FactRange[plan.Facts.Count];
    private readonly bool[] _seen = new bool[plan.NodeCount];

    public DialectPlan Plan => plan;

    /// <summary>Whether any count was stated, valid or not.</summary>
    public bool HasCounts { get; private set; }

    /// <summary>Flags of the counts of earlier events of the stream, by slot.</summary>
    public UsageFlags[]? MergedFlags { get; private set; }

    public ReadOnlySpan<FactRange> Facts => _facts;

    public CountKind Kind(int slot) => _kinds[slot];

    public long Value(int slot) => _values[slot];

    public void Clear()
    {
        Array.Clear(_values);
        Array.Clear(_kinds);
        Array.Clear(_facts);
        Array.Clear(_seen);
        HasCounts = false;
    }

    public void SetCount(int slot, CountKind kind, long value)
    {
        _kinds[slot] = kind;
        _values[slot] = value;
        HasCounts |= kind != CountKind.Absent;
    }

    public void SetFact(int slot, FactRange fact) => _facts[slot] = fact;

    /// <summary>Notes a member; when it is a duplicate, forgets what the earlier one said: the last wins.</summary>
    public void Enter(PlanNode node)
    {
        if (_seen[node.Id])
            Forget(node);
        _seen[node.Id] = true;
    }

    /// <summary>Takes over an event's counts: the larger value of each slot; an absent count erases nothing.</summary>
    public void Merge(UsageDocument other)
    {
        MergedFlags ??= new UsageFlags[plan.CountSlots];
        for (var slot = 0; slot < _kinds.Length; slot++)
        {
            var kind = other._kinds[slot];
            if (kind == CountKind.Absent)
                continue;
            MergedFlags[slot] |= CountPolicy.Flag(kind);
            if (!CountPolicy.IsValid(kind))
                continue;
            SetCount(slot, CountKind.Valid, CountPolicy.IsValid(_kinds[slot]) ? Math.Max(_values[slot], other._values[slot]) : other._values[slot]);
        }
    }

    /// <summary>What was remarkable about a slot, over all events.</summary>
    public UsageFlags Flags(int slot) => CountPolicy.Flag(_kinds[slot]) | (MergedFlags?[slot] ?? UsageFlags.None);

    public void Forget(PlanNode node)
    {
        foreach (var slot in node.Counts)
            SetCount(slot, CountKind.Absent, 0);
        foreach (var slot in node.Facts)
            _facts[slot] = default;
        foreach (var selector in node.Selectors)
            SetCount(selector.Slot, CountKind.Absent, 0);
        foreach (var child in node.Children)
            Forget(child);
        if (node.Items is { } items)
            Forget(items);
        _seen[node.Id] = false;
    }
}
