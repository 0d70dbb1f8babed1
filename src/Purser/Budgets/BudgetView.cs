namespace Purser.Budgets;

/// <summary>A budget as it stands at one instant; a detached copy.</summary>
/// <param name="Definition">As configured.</param>
/// <param name="Limit">The limit in force, overrides included.</param>
/// <param name="Mode">The mode in force, the engine's cap included.</param>
/// <param name="Instances">Its live instances; ended windows are in the ledger.</param>
/// <param name="Overrides">Those that have not run out.</param>
public sealed record BudgetView(
    BudgetDefinition Definition, long Limit, BudgetMode Mode, IReadOnlyList<BudgetInstanceView> Instances, IReadOnlyList<BudgetOverride> Overrides);
