using Purser.Ledger;

namespace Purser.Budgets;

/// <summary>What one attempt was settled with: the yardstick of a repeat (budgets R36) and the base of a correction (R18).</summary>
/// <param name="Attempt">1 for the first.</param>
/// <param name="Actual">The amounts.</param>
/// <param name="EntryId">The entry that a correction links to.</param>
/// <param name="Event">The event that was written with it; null when none.</param>
/// <param name="Expired">Whether no one settled it but time (R31).</param>
internal sealed record SettledAttempt(int Attempt, Amounts Actual, Guid EntryId, UsageEvent? Event, bool Expired = false)
{
    /// <summary>What it added to each leg's instance, in the order of the legs.</summary>
    public required long[] Charged { get; init; }
}
