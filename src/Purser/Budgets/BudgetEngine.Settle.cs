using Purser.Ledger;

namespace Purser.Budgets;

public sealed partial class BudgetEngine
{
    /// <summary>
    /// Ends one attempt at what it cost; the difference is free again at once, in the window of admission (budgets R15, R24). The same values twice are a no-op (R36).
    /// </summary>
    /// <exception cref="LedgerUnavailableException">Neither store nor spool took it; the hold stays.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A negative or absurd amount.</exception>
    public ValueTask<SettleResult> SettleAsync(SettleRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckAmounts(request.Actual);
        return ChangeAsync(request.RequestId, (engine, reservation, now) => engine.SettleNeedsLock(reservation, request, now), cancellationToken);
    }

    /// <summary>Gives a hold back: nothing was spent (budgets R16).</summary>
    /// <param name="requestId">The reservation.</param>
    /// <param name="attempt">The attempt that ended so.</param>
    /// <param name="reason">Why, for <c>why</c>.</param>
    /// <param name="usage">An event to record with it (a call that the provider failed); null when none.</param>
    /// <param name="cancellationToken">Cancels the wait for a place in the queue only.</param>
    /// <exception cref="LedgerUnavailableException">Neither store nor spool took it; the hold stays.</exception>
    public ValueTask<SettleResult> ReleaseAsync(Guid requestId, int attempt, string reason, UsageEvent? usage, CancellationToken cancellationToken) =>
        ChangeAsync(requestId, (engine, reservation, now) => engine.ReleaseNeedsLock(reservation, attempt, reason, usage, now), cancellationToken);

    private delegate (Transition? Transition, SettleVerdict Verdict) Change(BudgetEngine engine, Reservation reservation, DateTimeOffset now);

    // Not async: without a writer a settlement costs no state machine.
    private ValueTask<SettleResult> ChangeAsync(Guid requestId, Change change, CancellationToken cancellationToken)
    {
        Transition? transition;
        SettleVerdict verdict;
        lock (_gate)
        {
            if (_reservations.Find(requestId) is not { Busy: false } reservation)
                return ChangeLaterAsync(requestId, change, cancellationToken);
            (transition, verdict) = change(this, reservation, _clock.Now());
            if (transition is { Batch: null })
                EndNeedsLock(transition, committed: true);
        }

        if (transition is null)
            return new ValueTask<SettleResult>(new SettleResult(verdict));
        return transition.Batch is null ? new ValueTask<SettleResult>(Finished(transition, spooled: false)) : CommitTransitionAsync(transition, cancellationToken);
    }

    private async ValueTask<SettleResult> ChangeLaterAsync(Guid requestId, Change change, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task turn;
            lock (_gate)
            {
                if (_reservations.Find(requestId) is not { } reservation)
                    break;
                turn = reservation.Busy ? TurnNeedsLock(reservation) : Task.CompletedTask;
            }

            if (turn.IsCompleted)
                return await ChangeAsync(requestId, change, cancellationToken).ConfigureAwait(false);
            await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return await ChangeForgottenAsync(requestId, change, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A reservation that memory has forgotten is read back from its entries.</summary>
    private async ValueTask<SettleResult> ChangeForgottenAsync(Guid requestId, Change change, CancellationToken cancellationToken)
    {
        if (await ReadBackAsync(requestId, cancellationToken).ConfigureAwait(false) is not { } reservation)
            return new SettleResult(SettleVerdict.NotFound);
        lock (_gate)
        {
            // Another caller may have read it back meanwhile: one copy only, or two corrections could pass each other.
            if (_reservations.Find(requestId) is null)
            {
                _reservations.Add(reservation);
                _reservations.Close(reservation, reservation.Closed ?? EntryKind.Release);
            }
        }

        return await ChangeLaterAsync(requestId, change, cancellationToken).ConfigureAwait(false);
    }

    private (Transition?, SettleVerdict) SettleNeedsLock(Reservation reservation, SettleRequest request, DateTimeOffset now)
    {
        var earlier = reservation.AttemptOf(request.Attempt);
        if (earlier is { Expired: false } && earlier.Actual == request.Actual)
            return (null, SettleVerdict.Repeated);
        if (earlier is not null)
            return earlier.Expired || request.MayCorrect ? (CorrectNeedsLock(reservation, earlier, request, now), SettleVerdict.Corrected) : (null, SettleVerdict.Conflict);
        if (reservation.Closed is not null)
            return (null, SettleVerdict.Conflict);

        var transition = new Transition(reservation) { Verdict = SettleVerdict.Settled, Closes = request.MoreAttempts ? null : EntryKind.Settle };
        var charged = new long[reservation.Legs.Length];
        for (var i = 0; i < charged.Length; i++)
        {
            ref readonly var leg = ref reservation.Legs[i];
            charged[i] = request.Actual.In(leg.Unit) ?? (leg.Mode.Enforces() ? leg.Held : 0);
            transition.Deltas[i] = SettleDelta(leg, charged[i], request.MoreAttempts);
            if (transition.Deltas[i].Adjusted > 0)
                (transition.Overruns ??= []).Add(new BudgetOverrun(
                    reservation.RequestId, reservation.Attributes, leg.Instance.Instance.BudgetId, leg.Unit, leg.Held, charged[i]));
        }

        BeginNeedsLock(transition);
        CrossInMemoryNeedsLock(transition, now);
        var entryId = _writer is null ? Guid.Empty : SettleBatchNeedsLock(transition, request, now);
        transition.Attempt = new SettledAttempt(request.Attempt, request.Actual, entryId, request.Event) { Charged = charged };
        foreach (var reversal in request.Reversals)
            AccompanyNeedsLock(transition, ObserveNeedsLock(reversal));
        return (transition, SettleVerdict.Settled);
    }

    /// <summary>Up to the hold it is admitted, beyond it an overrun (R19): so admitted and held together never pass the limit.</summary>
    private static Balance SettleDelta(in HoldLegState leg, long actual, bool moreAttempts)
    {
        var covered = Math.Min(actual, leg.Held);
        var freed = moreAttempts ? covered : leg.Held;
        return leg.Mode switch
        {
            BudgetMode.Audit => new Balance(0, -freed, 0, actual),
            BudgetMode.Track => new Balance(actual, -freed, 0, 0),
            _ => new Balance(covered, -freed, actual - covered, 0),
        };
    }

    private Guid SettleBatchNeedsLock(Transition transition, SettleRequest request, DateTimeOffset now)
    {
        var reservation = transition.Reservation;
        var entries = new List<LedgerEntry>(2);
        var outbox = new List<OutboxRow>();
        var data = BudgetEntryJson.Settle(request);
        entries.Add(Entry(reservation, EntryKind.Settle, request.Attempt, now, Changes(transition, static d => d with { Adjusted = 0 }), data) with
        {
            ClosesHold = !request.MoreAttempts,
        });
        if (transition.Overruns is { } overruns)
        {
            data = BudgetEntryJson.Overruns(overruns);
            var entry = Entry(reservation, EntryKind.Overrun, request.Attempt, now, Changes(transition, static d => new Balance(0, 0, d.Adjusted, 0)), data);
            entries.Add(entry);
            outbox.Add(new OutboxRow(entry.Id, "alert", overruns[0].BudgetId, now, data));
        }

        CrossNeedsLock(transition, now, entries, outbox);
        transition.Batch = new LedgerBatch { Entries = entries, Usage = request.Event is { } e ? [e] : [], Outbox = outbox, Spoolable = true };
        return entries[0].Id;
    }

    private (Transition?, SettleVerdict) ReleaseNeedsLock(Reservation reservation, int attempt, string reason, UsageEvent? usage, DateTimeOffset now)
    {
        if (reservation.Closed is { } closed)
            return (null, closed == EntryKind.Release ? SettleVerdict.Repeated : SettleVerdict.Conflict);
        var transition = new Transition(reservation) { Verdict = SettleVerdict.Settled, Closes = EntryKind.Release };
        for (var i = 0; i < transition.Deltas.Length; i++)
            transition.Deltas[i] = new Balance(0, -reservation.Legs[i].Held, 0, 0);
        BeginNeedsLock(transition);
        if (_writer is not null)
        {
            var outbox = new List<OutboxRow>();
            AddClockAlarmNeedsLock(now, outbox);
            var entry = Entry(reservation, EntryKind.Release, attempt, now, Changes(transition, static d => d), BudgetEntryJson.Reason(reason)) with { ClosesHold = true };
            transition.Batch = new LedgerBatch { Entries = [entry], Usage = usage is null ? [] : [usage], Outbox = outbox, Spoolable = true };
        }

        return (transition, SettleVerdict.Settled);
    }
}
