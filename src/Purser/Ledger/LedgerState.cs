namespace Purser.Ledger;

/// <summary>What the engine loads at the start.</summary>
/// <param name="Balances">Every instance whose window had not ended by the cut-off, or that has open holds.</param>
/// <param name="OpenHolds">Holds without a closing entry.</param>
/// <param name="Documents">Budgets, keys and prices.</param>
/// <param name="IdempotencyKeys">Keys that are still remembered (R35).</param>
public sealed record LedgerState(
    IReadOnlyList<KeyValuePair<BudgetInstance, Balance>> Balances,
    IReadOnlyList<OpenHold> OpenHolds,
    IReadOnlyList<DocumentChange> Documents,
    IReadOnlyList<IdempotencyRecord> IdempotencyKeys);
