using Purser.Ledger;

namespace Purser.Budgets;

public sealed partial class BudgetEngine
{
    /// <summary>
    /// Holds the whole amount again for a further attempt, after an earlier one may have been billed (budgets R20): all or none, durable when this returns.
    /// </summary>
    /// <returns>Admitted with the legs as they are now; refused when it does not fit, and then the reservation stays open with what it has; null when it is not open.</returns>
    /// <exception cref="LedgerUnavailableException">The store is away; nothing more is held.</exception>
    public async ValueTask<HoldResult?> HoldAgainAsync(Guid requestId, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task? turn = null;
            HoldResult? refused = null;
            Transition? transition = null;
            lock (_gate)
            {
                if (_reservations.Find(requestId) is not { Closed: null } reservation)
                    return null;
                if (reservation.Busy)
                    turn = TurnNeedsLock(reservation);
                else
                    (transition, refused) = HoldAgainNeedsLock(reservation);
            }

            if (refused is not null)
                return refused;
            if (transition is not null)
                return await CommitAgainAsync(transition, cancellationToken).ConfigureAwait(false);
            await turn!.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private (Transition?, HoldResult?) HoldAgainNeedsLock(Reservation reservation)
    {
        var now = _clock.Now();
        var transition = new Transition(reservation) { Verdict = SettleVerdict.Settled };
        for (var i = 0; i < reservation.Legs.Length; i++)
        {
            var leg = reservation.Legs[i];
            var more = leg.Asked - leg.Held;
            transition.Deltas[i] = new Balance(0, more, 0, 0);
            if (!leg.Mode.Enforces() || leg.Scope is not { } scope || !scope.Owns(leg.Instance))
                continue;
            var target = new HoldTarget { Scope = scope, Instance = leg.Instance, Limit = scope.Budget.LimitAt(now), Used = scope.Used, Amount = more };
            if (more > target.Limit - target.Used)
                return (null, ResultOf(reservation, HoldVerdict.Refused, reservation.OutputBound) with { Refusal = Refusals.Of(target, RefusalReasons.Limit, more, null) });
        }

        // The hold rises at the decision; only its entry is still to come.
        reservation.Busy = _writer is not null;
        for (var i = 0; i < reservation.Legs.Length; i++)
            RaiseNeedsLock(reservation, i, transition.Deltas[i].Held);
        if (_writer is not null)
            transition.Batch = new LedgerBatch
            {
                Entries = [Entry(reservation, EntryKind.Extend, reservation.Attempts.Count + 1, now, Changes(transition, static d => d), BudgetEntryJson.Reason("further attempt")) with { ExpiresAt = reservation.ExpiresAt }],
            };
        return (transition, null);
    }

    private async ValueTask<HoldResult> CommitAgainAsync(Transition transition, CancellationToken cancellationToken)
    {
        var reservation = transition.Reservation;
        var committed = transition.Batch is null;
        try
        {
            if (transition.Batch is not null)
                await CommitAsync(transition.Batch, cancellationToken).ConfigureAwait(false);
            committed = true;
        }
        finally
        {
            lock (_gate)
            {
                for (var i = 0; !committed && i < reservation.Legs.Length; i++)
                    RaiseNeedsLock(reservation, i, -transition.Deltas[i].Held);
                EndTurnNeedsLock(reservation);
                if (!committed)
                    WakeWaitersNeedsLock();
            }
        }

        lock (_gate)
            return ResultOf(reservation, HoldVerdict.Admitted, reservation.OutputBound);
    }

    private static void RaiseNeedsLock(Reservation reservation, int leg, long by)
    {
        reservation.Legs[leg].Instance.Hold(by);
        reservation.Legs[leg].Held += by;
    }
}
