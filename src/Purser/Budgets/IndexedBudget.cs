namespace Purser.Budgets;

/// <summary>A budget as an index finds it.</summary>
/// <param name="Matcher">Its definition's matcher when the index was made.</param>
/// <param name="State">Its counters; under the engine's lock only.</param>
internal readonly record struct IndexedBudget(BudgetMatcher Matcher, BudgetState State);
