using Purser.Dialects;

namespace Purser.Tokens.Documents;

/// <summary>Which slots hold the counts of one place where a dialect states usage.</summary>
internal sealed class LocationPlan
{
    private static readonly int FieldCount = Enum.GetValues<UsageField>().Length;
    private readonly int[][] _slots;

    public LocationPlan(UsageShape shape, IReadOnlyList<(UsageField Field, int Slot)> slots)
    {
        Shape = shape;
        First = slots.Min(s => s.Slot);
        Last = slots.Max(s => s.Slot);
        _slots = [.. Enumerable.Range(0, FieldCount).Select(f => slots.Where(s => s.Field == (UsageField)f).Select(s => s.Slot).ToArray())];
    }

    public UsageShape Shape { get; }

    public int First { get; }

    public int Last { get; }

    /// <summary>Slots of a field, the preferred path first.</summary>
    public ReadOnlySpan<int> Slots(UsageField field) => _slots[(int)field];
}
