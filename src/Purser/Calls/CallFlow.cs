using Purser.Budgets;
using Purser.Ledger;
using Purser.Pricing;

namespace Purser.Calls;

/// <summary>
/// The one way of a call through the house: begin (match, bound, hold) and complete (price, settle, record). Gateway, chat links and
/// reservations all go through here, reported usage through <see cref="UsageRecorder"/>; nothing else writes usage (design 5). Thread-safe.
/// </summary>
public sealed class CallFlow
{
    private readonly BudgetEngine _budgets;
    private readonly PriceSource _prices;
    private readonly BoundCalculator _bounds;
    private readonly UsageRecorder _recorder;
    private readonly CallCharging _charging;
    private readonly CallFlowOptions _options;
    private readonly TimeProvider _time;

    /// <summary>Joins the rooms; all of them stay the caller's to dispose.</summary>
    public CallFlow(BudgetEngine budgets, PriceSource prices, BoundCalculator bounds, UsageRecorder recorder, CallFlowOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(prices);
        ArgumentNullException.ThrowIfNull(options);
        _budgets = budgets;
        _prices = prices;
        _bounds = bounds;
        _recorder = recorder;
        _options = options;
        _time = time;
        _charging = new CallCharging(prices, options);
    }

    /// <summary>The process that holds and settles for this one; null: this one does.</summary>
    internal ICallOwner? Owner { get; init; }

    /// <summary>Whether a strict or guarded budget matches; cheap, for callers that choose a stricter way then (R13).</summary>
    public bool IsEnforced(CallAttributes attributes) => _budgets.Match(attributes).Enforcing;

    /// <summary>Holds the worst case of what will really be sent, before it is sent (R5–R12). The hold is durable when this returns (R31).</summary>
    /// <exception cref="LedgerUnavailableException">An enforcing budget matches and its hold cannot be made durable (R33).</exception>
    public async ValueTask<CallAdmission> BeginAsync(CallIntent intent, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(intent);
        var now = _time.GetUtcNow();
        var timestamp = _time.GetTimestamp();
        if (Owner is { } owner)
            return await BeginAtOwnerAsync(owner, intent, now, timestamp, cancellationToken).ConfigureAwait(false);
        var requestId = Guid.CreateVersion7(now);
        if (intent is { StatedHold: null, IdempotencyKey: null } && !_budgets.Match(intent.Attributes).Any)
            return new CallAdmission { Hold = Unbudgeted(requestId), Intent = intent, AdmittedAt = now, AdmittedTimestamp = timestamp };

        var bound = Bound(intent, now);
        var hold = await _budgets.HoldAsync(Request(intent, requestId, bound), cancellationToken).ConfigureAwait(false);
        return new CallAdmission
        {
            Hold = hold,
            Intent = intent,
            AdmittedAt = now,
            AdmittedTimestamp = timestamp,
            InputBound = bound?.InputBound,
            Trust = bound?.Trust,
            OutputLimitToWrite = hold.Enforced && bound is { MayFit: true } && (bound.LimitAbsent || hold.Clamped) ? hold.OutputBound : null,
        };
    }

    /// <summary>Meters, prices and settles; durable (or spooled) when this returns. Completing twice alike is a no-op (R36).</summary>
    /// <exception cref="SettlementConflictException">The call was completed before with other values (R36).</exception>
    /// <exception cref="LedgerUnavailableException">Neither store nor spool took the record; the hold stays until it expires.</exception>
    public async ValueTask<CallReceipt> CompleteAsync(CallAdmission admission, CallOutcome outcome, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(admission);
        return await CompleteAsync(admission, outcome, _time.GetElapsedTime(admission.AdmittedTimestamp), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Completes a reservation that is known by its id only, after a restart too; null when there is none.</summary>
    /// <exception cref="SettlementConflictException">It was completed before with other values, or given back (R36).</exception>
    /// <exception cref="LedgerUnavailableException">Neither store nor spool took the record; the hold stays until it expires.</exception>
    public async ValueTask<CallReceipt?> CompleteAsync(Guid requestId, CallOutcome outcome, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        if (_budgets.FindHold(requestId) is { } open)
            return await CompleteAsync(HoldNote.Admission(open), outcome, open.Age, cancellationToken).ConfigureAwait(false);
        // Ended already: what was recorded then tells who and when, so that the same answer is recognised as the same.
        if (await _recorder.LastEventAsync(requestId, cancellationToken).ConfigureAwait(false) is not { } ended)
            return null;
        return await CompleteAsync(HoldNote.Admission(ended), outcome, ended.Duration ?? TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The heartbeat of a long call: its hold lasts another time-to-live from now (R14).</summary>
    public async ValueTask ExtendAsync(CallAdmission admission, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(admission);
        if (Owner is { } owner)
            await owner.ExtendAsync(admission.RequestId, cancellationToken).ConfigureAwait(false);
        else if (IsReserved(admission))
            await _budgets.ExtendAsync(admission.RequestId, TimeToLive(admission.Intent), cancellationToken).ConfigureAwait(false);
    }

    // A stated hold or an idempotency key is kept as a reservation even where no budget matched: it ends like any other.
    private static bool IsReserved(CallAdmission admission) =>
        admission.Hold.Verdict == HoldVerdict.Admitted || (admission.Hold.Verdict == HoldVerdict.Unbudgeted && admission.Intent is not { StatedHold: null, IdempotencyKey: null });

    private static HoldResult Unbudgeted(Guid requestId) => new() { Verdict = HoldVerdict.Unbudgeted, RequestId = requestId };

    // The owner holds what is asked for or refuses: it cannot see whether the request could be clamped.
    private async ValueTask<CallAdmission> BeginAtOwnerAsync(ICallOwner owner, CallIntent intent, DateTimeOffset now, long timestamp, CancellationToken cancellationToken)
    {
        var bound = Bound(intent, now);
        var amounts = intent.StatedHold ?? bound?.AtOutputBound(bound.OutputBound);
        if (amounts is not { } hold || hold is { CostNano: null, InputTokens: null, OutputTokens: null })
            throw new ArgumentException("Another process owns the budgets, and this call states nothing to hold for: set Facts or StatedHold.", nameof(intent));
        var result = await owner.HoldAsync(intent, hold, TimeToLive(intent), cancellationToken).ConfigureAwait(false);
        return new CallAdmission { Hold = result, Intent = intent, AdmittedAt = now, AdmittedTimestamp = timestamp, InputBound = bound?.InputBound, Trust = bound?.Trust };
    }

    private TimeSpan TimeToLive(CallIntent intent) => intent.TimeToLive ?? _options.HoldTimeToLive;

    private CallBound? Bound(CallIntent intent, DateTimeOffset now) => intent.StatedHold is null && intent.Facts is { } facts
        ? _bounds.Bound(facts, intent.Dialect, intent.Attributes.Provider ?? "", facts.Model ?? intent.Attributes.Model ?? "", _prices.Current, now, intent.Prefix)
        : null;

    private HoldRequest Request(CallIntent intent, Guid requestId, CallBound? bound) => new()
    {
        RequestId = requestId,
        Attributes = intent.Attributes,
        AtOutputBound = bound?.AtOutputBound ?? (_ => intent.StatedHold ?? new Amounts(null, null, null, null)),
        OutputBound = bound?.OutputBound ?? 0,
        MayFit = bound?.MayFit ?? false,
        MinFitOutput = bound?.MinFitOutput ?? 0,
        Source = intent.Source,
        Trust = bound?.Trust ?? Dialects.BoundTrust.Hard,
        Unboundable = bound is null && intent.StatedHold is null ? "the request states nothing that bounds it" : bound?.Unboundable,
        TimeToLive = TimeToLive(intent),
        Keep = intent.StatedHold is not null,
        IdempotencyKey = intent.IdempotencyKey,
        IdempotencyHash = intent.IdempotencyHash,
        Data = HoldNote.Write(intent, bound),
    };

    private async ValueTask<CallReceipt> CompleteAsync(CallAdmission admission, CallOutcome outcome, TimeSpan duration, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var charge = _charging.Charge(admission, outcome);
        var usage = UsageEvents.Create(admission, outcome, charge, _time.GetUtcNow(), duration);
        Teach(admission, outcome);
        if (Owner is { } owner)
        {
            var away = await owner.EndAsync(usage, charge.Released, charge.Estimated, outcome.MoreAttempts, cancellationToken).ConfigureAwait(false);
            return new CallReceipt(admission.RequestId, charge.Released ? null : usage, away, Repeated: false);
        }

        var reversals = charge.Released ? [] : await _recorder.SupersededAsync(usage, cancellationToken).ConfigureAwait(false);
        var receipt = await RecordAsync(admission, outcome, charge, usage, reversals, cancellationToken).ConfigureAwait(false);
        if (reversals.Count == 0 && !charge.Released)
            await _recorder.SupersedeLateAsync(usage, cancellationToken).ConfigureAwait(false);
        return receipt;
    }

    private async ValueTask<CallReceipt> RecordAsync(
        CallAdmission admission, CallOutcome outcome, CallCharge charge, UsageEvent usage, IReadOnlyList<Observation> reversals, CancellationToken cancellationToken)
    {
        if (!IsReserved(admission))
            return new CallReceipt(admission.RequestId, usage, await _recorder.AppendAsync(usage, charge.Amounts, reversals, cancellationToken).ConfigureAwait(false), Repeated: false);

        var result = charge.Released && !outcome.MoreAttempts
            ? await _budgets.ReleaseAsync(admission.RequestId, outcome.Attempt, UsageEvents.ReleaseReason(outcome), usage, cancellationToken).ConfigureAwait(false)
            : await SettleAsync(admission, outcome, charge, usage, reversals, cancellationToken).ConfigureAwait(false);
        if (result.Verdict is SettleVerdict.Conflict or SettleVerdict.NotFound)
            throw new SettlementConflictException(admission.RequestId);
        if (result.Overrun && admission is { Trust: { } trust, Intent.Attributes.Model: { } model })
            _bounds.Trust.Widen(admission.Intent.Dialect?.Name, model, trust);
        return new CallReceipt(admission.RequestId, usage, result.Spooled, result.Verdict == SettleVerdict.Repeated);
    }

    private ValueTask<SettleResult> SettleAsync(
        CallAdmission admission, CallOutcome outcome, CallCharge charge, UsageEvent usage, IReadOnlyList<Observation> reversals, CancellationToken cancellationToken) =>
        _budgets.SettleAsync(
            new SettleRequest
            {
                RequestId = admission.RequestId,
                Attempt = outcome.Attempt,
                Actual = charge.Amounts,
                MoreAttempts = outcome.MoreAttempts,
                Event = usage,
                Reversals = reversals,
                Estimated = charge.Estimated,
            },
            cancellationToken);

    private void Teach(CallAdmission admission, CallOutcome outcome)
    {
        if (admission.Intent.Prefix is { } prefix && outcome is { End: CallEnd.Complete, Reading.Usage: { } usage })
            _bounds.Memo?.Learn(prefix, usage.InputTotal);
    }
}
