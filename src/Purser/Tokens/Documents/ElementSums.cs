using Purser.Tokens.Json;

namespace Purser.Tokens.Documents;

/// <summary>Adds up the counts that each element of a list states, where the plan asks for sums; otherwise the last element's counts stay.</summary>
internal readonly ref struct ElementSums
{
    private readonly PlanNode _items;
    private readonly UsageDocument _document;
    private readonly Dictionary<int, Int128>? _sums;

    public ElementSums(PlanNode items, UsageDocument document)
    {
        _items = items;
        _document = document;
        _sums = items.Sums ? [] : null;
    }

    public void AddElement()
    {
        if (_sums is null)
            return;
        foreach (var slot in Slots(_items))
        {
            if (CountPolicy.IsValid(_document.Kind(slot)))
                _sums[slot] = _sums.GetValueOrDefault(slot) + _document.Value(slot);
            _document.SetCount(slot, CountKind.Absent, 0);
        }
    }

    public void Store()
    {
        foreach (var (slot, sum) in _sums ?? [])
            _document.SetCount(slot, sum <= CountPolicy.Max ? CountKind.Valid : CountKind.OutOfRange, (long)Int128.Min(sum, CountPolicy.Max));
    }

    private static IEnumerable<int> Slots(PlanNode node) => node.Counts.Concat(node.Children.SelectMany(Slots));
}
