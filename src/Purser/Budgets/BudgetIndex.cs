using System.Collections.Frozen;
using Purser.Ledger;

namespace Purser.Budgets;

/// <summary>Finds the budgets that match a call without looking at those that cannot: by the value of one selector each. Immutable: matching takes no lock.</summary>
internal sealed class BudgetIndex
{
    private readonly IndexedBudget[] _unselective;
    private readonly KeyValuePair<AttributeSelector, FrozenDictionary<string, IndexedBudget[]>>[] _selective;

    public BudgetIndex(IEnumerable<BudgetState> budgets)
    {
        var all = budgets.OrderBy(static b => b.Definition.Name, StringComparer.Ordinal).Select(static b => new IndexedBudget(b.Matcher, b)).ToArray();
        _unselective = [.. all.Where(static b => b.Matcher.Selectors.Count == 0)];
        _selective =
        [
            .. all.Where(static b => b.Matcher.Selectors.Count > 0)
                .GroupBy(static b => b.Matcher.Selectors[0].Key)
                .Select(static g => KeyValuePair.Create(
                    g.Key, g.GroupBy(static b => b.Matcher.Selectors[0].Value, StringComparer.Ordinal).ToFrozenDictionary(static v => v.Key, static v => v.ToArray(), StringComparer.Ordinal))),
        ];
        IsEmpty = all.Length == 0;
    }

    public static BudgetIndex Empty { get; } = new([]);

    public bool IsEmpty { get; }

    /// <summary>Adds what matches to the list, which the caller reuses.</summary>
    public void Find(CallAttributes attributes, List<BudgetState> found)
    {
        AddMatching(_unselective, attributes, found);
        foreach (var (selector, byValue) in _selective)
            if (selector.Of(attributes) is { } value && byValue.TryGetValue(value, out var budgets))
                AddMatching(budgets, attributes, found);
    }

    public BudgetMatch Match(CallAttributes attributes)
    {
        var match = Match(_unselective, attributes, default);
        foreach (var (selector, byValue) in _selective)
            if (selector.Of(attributes) is { } value && byValue.TryGetValue(value, out var budgets))
                match = Match(budgets, attributes, match);
        return match;
    }

    private static BudgetMatch Match(IndexedBudget[] budgets, CallAttributes attributes, BudgetMatch match)
    {
        foreach (var budget in budgets)
            if (budget.Matcher.Matches(attributes))
                match = new BudgetMatch(
                    true,
                    match.Enforcing || budget.Matcher.Mode.Enforces(),
                    budget.Matcher.Mode == BudgetMode.Strict ? match.StrictUnits | (1 << (int)budget.Matcher.Unit) : match.StrictUnits);
        return match;
    }

    private static void AddMatching(IndexedBudget[] budgets, CallAttributes attributes, List<BudgetState> found)
    {
        foreach (var budget in budgets)
            if (budget.Matcher.Matches(attributes))
                found.Add(budget.State);
    }
}
