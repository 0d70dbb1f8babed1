using Purser.Ledger;

namespace Purser.Budgets;

public sealed partial class BudgetEngine
{
    /// <summary>Starts a change of a reservation: nobody else changes it until it ends, and thresholds see what it will settle.</summary>
    private static void BeginNeedsLock(Transition transition)
    {
        transition.Reservation.Busy = true;
        for (var i = 0; i < transition.Deltas.Length; i++)
        {
            var instance = transition.Reservation.Legs[i].Instance;
            instance.Settling = checked(instance.Settling + SettledPart(transition.Deltas[i]));
        }
    }

    private async ValueTask<SettleResult> CommitTransitionAsync(Transition transition, CancellationToken cancellationToken)
    {
        var committed = false;
        var spooled = false;
        try
        {
            spooled = await CommitAsync(transition.Batch!, cancellationToken).ConfigureAwait(false);
            committed = true;
        }
        finally
        {
            lock (_gate)
                EndNeedsLock(transition, committed);
        }

        return Finished(transition, spooled);
    }

    private SettleResult Finished(Transition transition, bool spooled)
    {
        transition.Overruns?.ForEach(ReportOverrun);
        transition.Alerts?.ForEach(ReportThreshold);
        return new SettleResult(transition.Verdict, spooled, transition.Overruns is not null);
    }

    private void EndNeedsLock(Transition transition, bool committed)
    {
        var reservation = transition.Reservation;
        for (var i = 0; i < transition.Deltas.Length; i++)
        {
            var instance = reservation.Legs[i].Instance;
            instance.Settling -= SettledPart(transition.Deltas[i]);
            if (!committed)
                instance.Crossed &= ~(transition.Crossed?[i] ?? 0);
        }

        if (committed)
            ApplyNeedsLock(transition);
        EndTurnNeedsLock(reservation);
        transition.Companions?.ForEach(companion => EndNeedsLock(companion, committed));
    }

    private static void AccompanyNeedsLock(Transition transition, Transition companion)
    {
        (transition.Companions ??= []).Add(companion);
        if (transition.Batch is { } batch && companion.Batch is { } more)
            transition.Batch = batch with { Entries = [.. batch.Entries, .. more.Entries], Usage = [.. batch.Usage, .. more.Usage], Outbox = [.. batch.Outbox, .. more.Outbox] };
    }

    private void ApplyNeedsLock(Transition transition)
    {
        var reservation = transition.Reservation;
        var freed = false;
        for (var i = 0; i < transition.Deltas.Length; i++)
        {
            ref readonly var delta = ref transition.Deltas[i];
            ref var leg = ref reservation.Legs[i];
            leg.Instance.Apply(delta);
            leg.Held += delta.Held;
            freed |= delta.Held + SettledPart(delta) < 0;
        }

        if (transition.Corrects is { } corrected)
            reservation.Attempts.Remove(corrected);
        if (transition.Attempt is { } attempt)
            reservation.Attempts.Add(attempt);
        if (transition.Closes is { } how && reservation.Closed is null)
            _reservations.Close(reservation, how);
        if (freed)
            WakeWaitersNeedsLock();
    }

    /// <summary>Finds what a change crosses and writes it into its own transaction (R28).</summary>
    private void CrossNeedsLock(Transition transition, DateTimeOffset now, List<LedgerEntry> entries, List<OutboxRow> outbox)
    {
        for (var i = 0; i < transition.Deltas.Length; i++)
        {
            ref readonly var leg = ref transition.Reservation.Legs[i];
            if (leg.Scope is not { } scope || !scope.Owns(leg.Instance) || Thresholds.Cross(scope, leg.Instance, now) is not (not 0 and var crossed))
                continue;
            (transition.Crossed ??= new uint[transition.Deltas.Length])[i] = crossed;
            Thresholds.Write(crossed, scope, leg.Instance, now, entries, outbox, transition.Alerts ??= []);
        }

        AddClockAlarmNeedsLock(now, outbox);
    }

    /// <summary>Without a ledger thresholds are heard of by this process only.</summary>
    private void CrossInMemoryNeedsLock(Transition transition, DateTimeOffset now)
    {
        if (_writer is null && _options.ThresholdCrossed is not null)
            CrossNeedsLock(transition, now, [], []);
    }

    /// <summary>The changes as the ledger must apply them: a hold that was never written is not taken back there (R33).</summary>
    private static BalanceChange[] Changes(Transition transition, Func<Balance, Balance> part)
    {
        var changes = new BalanceChange[transition.Deltas.Length];
        for (var i = 0; i < changes.Length; i++)
        {
            var delta = part(transition.Deltas[i]);
            changes[i] = new BalanceChange(transition.Reservation.Legs[i].Instance.Instance, transition.Reservation.Durable ? delta : delta with { Held = 0 });
        }

        return changes;
    }

    private static long SettledPart(in Balance delta) => checked(delta.Admitted + delta.Adjusted + delta.Observed);

    private void ReportOverrun(BudgetOverrun overrun)
    {
        try
        {
            _options.OverrunObserved?.Invoke(overrun);
        }
        catch (Exception) // a listener's edge: a settled call is never hurt by telemetry; the listener's fault is counted
        {
            Interlocked.Increment(ref _listenerFaults);
        }
    }

    private void ReportThreshold(BudgetAlert alert)
    {
        try
        {
            _options.ThresholdCrossed?.Invoke(alert);
        }
        catch (Exception) // a listener's edge: a settled call is never hurt by telemetry; the listener's fault is counted
        {
            Interlocked.Increment(ref _listenerFaults);
        }
    }

    private static LedgerEntry Entry(Reservation reservation, EntryKind kind, int attempt, DateTimeOffset now, BalanceChange[] changes, ReadOnlyMemory<byte> data) => new()
    {
        Id = Guid.CreateVersion7(now),
        Kind = kind,
        At = now,
        Tenant = reservation.Attributes.Tenant,
        RequestId = reservation.RequestId,
        Attempt = attempt,
        Changes = changes,
        Data = data,
    };
}
