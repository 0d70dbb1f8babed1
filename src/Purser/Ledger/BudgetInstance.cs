namespace Purser.Ledger;

/// <summary>
/// One counter of one budget: the budget, the values it was instantiated for and its window, all of it part of the key, so that no job resets anything (budgets R23).
/// Two instances are the same when <see cref="BudgetId"/> and <see cref="Key"/> are.
/// </summary>
/// <param name="BudgetId">The budget's id.</param>
/// <param name="Key">Unique within the budget: the <c>each</c> value and the window's start.</param>
/// <param name="WindowStart">UTC; null for a total.</param>
/// <param name="ResetsAt">UTC; null when the window never resets or is not yet known to end.</param>
/// <param name="Values">The matched selector values, as <c>budget show</c> prints them.</param>
public sealed record BudgetInstance(
    string BudgetId,
    string Key,
    DateTimeOffset? WindowStart,
    DateTimeOffset? ResetsAt,
    IReadOnlyDictionary<string, string> Values)
{
    /// <inheritdoc/>
    public bool Equals(BudgetInstance? other) => other is not null && other.Key == Key && other.BudgetId == BudgetId;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(BudgetId, Key);
}
