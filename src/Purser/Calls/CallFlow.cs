using Purser.Budgets;
using Purser.Dialects;
using Purser.Ledger;
using Purser.Pricing;

namespace Purser.Calls;

/// <summary>
/// The one way of a call through the house: begin (match, bound, hold) and complete (price, settle, record). Gateway, chat links,
/// reservations and imports all go through here; nothing else writes usage (design 5). Thread-safe.
/// </summary>
public sealed class CallFlow
{
    private readonly BudgetEngine _budgets;
    private readonly PriceSource _prices;
    private readonly BoundCalculator _bounds;
    private readonly CallCharging _charging;
    private readonly CallFlowOptions _options;
    private readonly TimeProvider _time;

    /// <summary>Joins the rooms; all of them stay the caller's to dispose.</summary>
    public CallFlow(BudgetEngine budgets, PriceSource prices, BoundCalculator bounds, CallFlowOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(prices);
        _budgets = budgets;
        _prices = prices;
        _bounds = bounds;
        _options = options;
        _time = time;
        _charging = new CallCharging(prices, options);
    }

    /// <summary>Whether a strict or guarded budget matches; cheap, for callers that choose a stricter way then (R13).</summary>
    public bool IsEnforced(CallAttributes attributes) => _budgets.Match(attributes).Enforcing;

    /// <summary>Holds the worst case of what will really be sent, before it is sent (R5–R12). The hold is durable when this returns (R31).</summary>
    /// <exception cref="LedgerUnavailableException">An enforcing budget matches and its hold cannot be made durable (R33).</exception>
    public async ValueTask<CallAdmission> BeginAsync(CallIntent intent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(intent);
        var now = _time.GetUtcNow();
        var timestamp = _time.GetTimestamp();
        var requestId = Guid.CreateVersion7(now);
        var match = _budgets.Match(intent.Attributes);
        if (!match.Any && intent.StatedHold is null)
        {
            var free = new HoldResult { Verdict = HoldVerdict.Unbudgeted, RequestId = requestId };
            return new CallAdmission { Hold = free, Intent = intent, AdmittedAt = now, AdmittedTimestamp = timestamp };
        }

        var bound = intent.StatedHold is null ? Bound(intent, now) : null;
        var hold = await _budgets.HoldAsync(Request(intent, requestId, bound), cancellationToken).ConfigureAwait(false);
        return new CallAdmission
        {
            Hold = hold,
            Intent = intent,
            AdmittedAt = now,
            AdmittedTimestamp = timestamp,
            InputBound = bound?.InputTokens,
            OutputLimitToWrite = LimitToWrite(intent, hold),
        };
    }

    /// <summary>Meters, prices and settles; durable (or spooled) when this returns. Completing twice alike is a no-op (R36).</summary>
    /// <exception cref="SettlementConflictException">The call was completed before with other values (R36).</exception>
    public async ValueTask<CallReceipt> CompleteAsync(CallAdmission admission, CallOutcome outcome, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(admission);
        ArgumentNullException.ThrowIfNull(outcome);
        var charge = _charging.Charge(admission, outcome);
        var usage = UsageEvents.Create(admission, outcome, charge, _time.GetUtcNow(), _time.GetElapsedTime(admission.AdmittedTimestamp));
        if (admission.Hold.Verdict == HoldVerdict.Unbudgeted)
            return await ObserveAsync(usage, charge.Amounts, cancellationToken).ConfigureAwait(false);

        return await SettleAsync(admission, outcome, charge, usage, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The heartbeat of a long call: its hold lasts another time-to-live from now (R14).</summary>
    public async ValueTask ExtendAsync(CallAdmission admission, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(admission);
        if (admission.Hold.Verdict == HoldVerdict.Admitted)
            await _budgets.ExtendAsync(admission.RequestId, TimeToLive(admission.Intent), cancellationToken).ConfigureAwait(false);
    }
}
