using Purser.Ledger;

namespace Purser.Budgets;

/// <summary>Which calls a budget matches, as one definition says it. Immutable, so that it is read without a lock.</summary>
internal sealed class BudgetMatcher(BudgetDefinition definition, BudgetMode mode)
{
    private readonly KeyValuePair<AttributeSelector, string>[] _match =
        [.. definition.Match.Select(static m => KeyValuePair.Create(AttributeSelector.Parse(m.Key), m.Value))];

    public BudgetMode Mode { get; } = mode;

    public BudgetUnit Unit { get; } = definition.Limit.Unit;

    public AttributeSelector? Each { get; } = definition.Each is null ? null : AttributeSelector.Parse(definition.Each);

    public IReadOnlyList<KeyValuePair<AttributeSelector, string>> Selectors => _match;

    public bool Matches(CallAttributes attributes)
    {
        if (definition.Tenant is { } tenant && tenant != attributes.Tenant)
            return false;
        foreach (var (selector, value) in _match)
            if (selector.Of(attributes) != value)
                return false;
        return Each is null || definition.OnMissing != MissingPolicy.Skip || Each.Value.Of(attributes) is not null;
    }
}
