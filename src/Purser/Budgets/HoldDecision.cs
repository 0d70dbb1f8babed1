using Purser.Ledger;

namespace Purser.Budgets;

/// <summary>What was decided under the lock, and what must be written before it is acknowledged.</summary>
/// <param name="Result">The answer; null when the call should wait for a release first.</param>
/// <param name="Batch">What to write; null when nothing.</param>
/// <param name="Reservation">The hold to confirm or undo; null when there is none.</param>
/// <param name="Wait">How long a release may be waited for (R11).</param>
internal readonly record struct HoldDecision(HoldResult? Result, LedgerBatch? Batch = null, Reservation? Reservation = null, TimeSpan Wait = default);
