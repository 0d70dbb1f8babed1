using Purser.Ledger;

namespace Purser.Calls;

/// <summary>What became of a usage report.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Event">The record that stands for the reported call: the report itself with the ids that it has in the ledger, or the one that it joined or repeats; null when nothing stands for it.</param>
/// <param name="Spooled">Whether the store was away and it waits in the spool.</param>
public sealed record RecordReceipt(RecordOutcome Outcome, UsageEvent? Event, bool Spooled);
