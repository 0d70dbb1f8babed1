using Purser.Budgets;
using Purser.Calls;
using Purser.Ledger;

namespace Purser.Server.Api;

/// <summary>Rebuilds the ticket of a reservation, so that it can be settled by another request or after a restart.</summary>
internal static class ResumedAdmission
{
    public static CallAdmission Of(OpenHoldView hold) => new()
    {
        Hold = new HoldResult
        {
            Verdict = HoldVerdict.Admitted,
            RequestId = hold.RequestId,
            Legs = hold.Legs,
            Enforced = hold.Legs.Any(l => l.Mode is BudgetMode.Strict or BudgetMode.Guarded),
            ExpiresAt = hold.ExpiresAt,
        },
        Intent = new CallIntent { Attributes = hold.Attributes, StatedHold = hold.Hold, Source = UsageSource.Library },
        AdmittedAt = hold.AdmittedAt,
        AdmittedTimestamp = 0,
    };

    /// <summary>Of a reservation that has ended: enough for the engine to say whether a settlement repeats or contradicts the first (R36).</summary>
    public static CallAdmission Of(IReadOnlyList<LedgerEntry> entries, IReadOnlyList<UsageEvent> events) => new()
    {
        Hold = new HoldResult { Verdict = HoldVerdict.Admitted, RequestId = entries[0].RequestId!.Value },
        Intent = new CallIntent
        {
            Attributes = events.Count > 0 ? events[0].Attributes : new CallAttributes { Tenant = entries[0].Tenant },
            Source = UsageSource.Library,
        },
        AdmittedAt = entries[0].At,
        AdmittedTimestamp = 0,
    };
}
