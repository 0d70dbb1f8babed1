using Purser.Ledger;

namespace Purser.Budgets;

public sealed partial class BudgetEngine
{
    private HoldDecision AdmitNeedsLock(HoldRequest request, Span<HoldTarget> targets, in Amounts amounts, long bound, DateTimeOffset now)
    {
        var legs = new HoldLegState[targets.Length];
        for (var i = 0; i < targets.Length; i++)
        {
            ref readonly var target = ref targets[i];
            // Before anything changes: a sum that leaves Int64 must leave nothing half done.
            _ = checked(target.Used + target.Amount);
            legs[i] = new HoldLegState
            {
                Instance = target.Instance,
                Scope = target.Scope,
                Unit = target.Budget.Limit.Unit,
                Mode = target.Mode,
                Asked = target.Amount,
                Held = target.Amount,
                Opens = target.Budget.Window.OpensAtFirstUse && !target.Instance.Opened,
            };
        }

        var reservation = NewReservation(request, legs, amounts, bound, now);
        _reservations.Add(reservation);
        foreach (ref readonly var leg in legs.AsSpan())
            leg.Instance.Hold(leg.Held);
        if (reservation.Idempotency is { } key)
            _keys.Add(key, now);
        reservation.Busy = _writer is not null;
        var batch = _writer is null ? null : HoldBatchNeedsLock(reservation, targets, now);
        foreach (ref readonly var target in targets)
        {
            target.Scope.Budget.Register(target.Scope);
            target.Instance.Opened = true;
            target.Instance.UsedAt = now > target.Instance.UsedAt ? now : target.Instance.UsedAt;
        }

        var verdict = legs.Length == 0 ? HoldVerdict.Unbudgeted : HoldVerdict.Admitted;
        var result = ResultOf(reservation, verdict, request.OutputBound);
        return new HoldDecision(Hint(targets) is { } hint ? result with { HintModel = hint } : result, batch, reservation);
    }

    private Reservation NewReservation(HoldRequest request, HoldLegState[] legs, in Amounts amounts, long bound, DateTimeOffset now) => new()
    {
        RequestId = request.RequestId,
        Attributes = request.Attributes,
        AdmittedAt = now,
        Legs = legs,
        Hold = amounts,
        AtExpiry = request.AtExpiry,
        Source = request.Source,
        OutputBound = bound,
        Data = request.Data,
        Idempotency = request.IdempotencyKey is { } key
            ? new IdempotencyRecord(request.Attributes.Tenant, key, request.IdempotencyHash, request.RequestId, now)
            : null,
        TimeToLive = request.TimeToLive,
        ExpiresAt = now + request.TimeToLive,
        DueTimestamp = Due(request.TimeToLive),
    };

    private long Due(TimeSpan from) => _time.GetTimestamp() + (long)(from.Ticks * (decimal)_time.TimestampFrequency / TimeSpan.TicksPerSecond);

    private static HoldResult ResultOf(Reservation reservation, HoldVerdict verdict, long asked)
    {
        var legs = new HoldLeg[reservation.Legs.Length];
        var enforced = false;
        for (var i = 0; i < legs.Length; i++)
        {
            ref readonly var leg = ref reservation.Legs[i];
            legs[i] = new HoldLeg(leg.Instance.Instance, leg.Unit, leg.Mode, leg.Held);
            enforced |= leg.Mode.Enforces();
        }

        return new HoldResult
        {
            Verdict = verdict,
            RequestId = reservation.RequestId,
            Legs = legs,
            Enforced = enforced,
            OutputBound = reservation.OutputBound,
            Clamped = reservation.OutputBound < asked,
            ExpiresAt = reservation.ExpiresAt,
        };
    }

    private static string? Hint(Span<HoldTarget> targets)
    {
        foreach (ref readonly var target in targets)
            foreach (var action in target.Budget.Actions)
                if (action.Kind == ThresholdActionKind.Hint && Reached(target, action))
                    return action.Model;
        return null;
    }

    private LedgerBatch HoldBatchNeedsLock(Reservation reservation, Span<HoldTarget> targets, DateTimeOffset now)
    {
        var entries = new List<LedgerEntry>(2);
        var outbox = new List<OutboxRow>();
        var changes = new BalanceChange[targets.Length];
        for (var i = 0; i < targets.Length; i++)
        {
            ref readonly var target = ref targets[i];
            changes[i] = new BalanceChange(target.Instance.Instance, new Balance(0, target.Amount, 0, 0));
        }

        entries.Add(new LedgerEntry
        {
            Id = Guid.CreateVersion7(now),
            Kind = EntryKind.Hold,
            At = now,
            Tenant = reservation.Attributes.Tenant,
            RequestId = reservation.RequestId,
            Changes = changes,
            ExpiresAt = reservation.ExpiresAt,
            Data = BudgetEntryJson.Hold(reservation),
            IdempotencyKey = reservation.Idempotency?.Key,
            IdempotencyHash = reservation.Idempotency?.Hash ?? default,
        });
        foreach (ref readonly var target in targets)
        {
            if (target.Instance.MustMark(target.Budget, now))
                entries.Add(Remark(reservation, EntryKind.Open, target, now, default));
            if (target.Mode == BudgetMode.Audit && target.Reason is { } reason)
                entries.Add(Remark(reservation, EntryKind.WouldBlock, target, now, BudgetEntryJson.Refusal(Refusals.Of(target, reason, target.Amount, null), reservation.Attributes)));
        }

        AddClockAlarmNeedsLock(now, outbox);
        return new LedgerBatch { Entries = entries, Outbox = outbox };
    }

    private static LedgerEntry Remark(Reservation reservation, EntryKind kind, in HoldTarget target, DateTimeOffset now, ReadOnlyMemory<byte> data) => new()
    {
        Id = Guid.CreateVersion7(now),
        Kind = kind,
        At = now,
        Tenant = reservation.Attributes.Tenant,
        RequestId = reservation.RequestId,
        Changes = kind == EntryKind.Open ? [new BalanceChange(target.Instance.Instance, default)] : [],
        Data = data,
    };
}
