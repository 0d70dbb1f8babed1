using Purser.Ledger;

namespace Purser.Budgets;

/// <summary>What one budget instance holds for a reservation.</summary>
/// <param name="Instance">The counter.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Mode">The mode it was admitted under.</param>
/// <param name="Held">The amount held, ≥ 0.</param>
public sealed record HoldLeg(BudgetInstance Instance, BudgetUnit Unit, BudgetMode Mode, long Held);
