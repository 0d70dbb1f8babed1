using Purser.Ledger;

namespace Purser.Calls;

/// <summary>What was written for a completed call; it is durable when this is returned (or spooled, see <see cref="Spooled"/>).</summary>
/// <param name="RequestId">The call.</param>
/// <param name="Event">The usage event; null when the call cost nothing and was only released.</param>
/// <param name="Spooled">Whether the store was away and the event waits in the spool.</param>
/// <param name="Repeated">Whether the same outcome had been recorded before (R36: a no-op).</param>
public sealed record CallReceipt(Guid RequestId, UsageEvent? Event, bool Spooled, bool Repeated);
