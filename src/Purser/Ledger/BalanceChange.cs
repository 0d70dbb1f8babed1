namespace Purser.Ledger;

/// <summary>What one entry does to one budget instance.</summary>
/// <param name="Instance">The counter; created on first use.</param>
/// <param name="Delta">Signed change of the four sums.</param>
public readonly record struct BalanceChange(BudgetInstance Instance, Balance Delta);
