using Purser.Ledger;

namespace Purser.Budgets;

/// <summary>A call that no hold stands for, and what it cost.</summary>
/// <param name="Usage">The event; a reversal (<see cref="UsageEvent.Sign"/> -1) takes the amounts back.</param>
/// <param name="Amounts">Each unit ≥ 0; null units count as nothing.</param>
/// <param name="Counted">For a reversal: what the reversed record's own entry did, which is then undone to the letter. Null: the amounts, on what matches now.</param>
public readonly record struct Observation(UsageEvent Usage, Amounts Amounts, IReadOnlyList<BalanceChange>? Counted = null);
