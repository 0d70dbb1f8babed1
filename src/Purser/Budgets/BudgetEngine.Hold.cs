using Purser.Ledger;

namespace Purser.Budgets;

public sealed partial class BudgetEngine
{
    private TaskCompletionSource? _released;
    private int _waiters;
    private long _refusalsUnrecorded;
    private long _listenerFaults;

    /// <summary>Admits or refuses one call: every matching instance is checked and held in one step, all or none (budgets R3); durable when this returns (R31).</summary>
    /// <exception cref="LedgerUnavailableException">The store is away and a matching budget is closed then (R33); nothing is held.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while waiting; nothing is held.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A negative or absurd amount.</exception>
    public ValueTask<HoldResult> HoldAsync(HoldRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_index.IsEmpty && !Kept(request))
            return new ValueTask<HoldResult>(Unbudgeted(request));
        var asked = request.AtOutputBound(HoldPlan.Inflate(request.OutputBound, request.Trust));
        CheckAmounts(asked);
        HoldDecision decision;
        lock (_gate)
            decision = DecideNeedsLock(request, asked, mayWait: true);
        return decision.Result is null
            ? HoldAfterReleaseAsync(request, asked, decision.Wait, cancellationToken)
            : FinishHoldAsync(decision, cancellationToken);
    }

    private static bool Kept(HoldRequest request) => request.Keep || request.IdempotencyKey is not null;

    private static HoldResult Unbudgeted(HoldRequest request) =>
        new() { Verdict = HoldVerdict.Unbudgeted, RequestId = request.RequestId, OutputBound = request.OutputBound };

    // Not async: without a writer, or with one that answers at once, a hold costs no state machine.
    private ValueTask<HoldResult> FinishHoldAsync(in HoldDecision decision, CancellationToken cancellationToken)
    {
        if (_writer is null || decision.Batch is null)
            return new ValueTask<HoldResult>(decision.Result!);
        return decision.Reservation is null
            ? RecordRefusalAsync(decision.Result!, decision.Batch)
            : CommitHoldAsync(decision.Result!, decision.Batch, decision.Reservation, cancellationToken);
    }

    private async ValueTask<HoldResult> CommitHoldAsync(HoldResult result, LedgerBatch batch, Reservation reservation, CancellationToken cancellationToken)
    {
        var durable = false;
        var held = false;
        try
        {
            await CommitAsync(batch, cancellationToken).ConfigureAwait(false);
            durable = held = true;
        }
        catch (LedgerUnavailableException e) when (StaysOpen(reservation))
        {
            held = true;
            Report(e);
        }
        finally
        {
            lock (_gate)
            {
                if (!held)
                    UndoHoldNeedsLock(reservation);
                reservation.Durable = durable;
                EndTurnNeedsLock(reservation);
            }
        }

        return result;
    }

    private static bool StaysOpen(Reservation reservation)
    {
        foreach (ref readonly var leg in reservation.Legs.AsSpan())
            if (leg.Mode.Enforces() && leg.Scope?.Budget.Definition.OnStoreDown != StoreDownPolicy.Open)
                return false;
        return true;
    }

    private async ValueTask<HoldResult> RecordRefusalAsync(HoldResult result, LedgerBatch batch)
    {
        try
        {
            await CommitAsync(batch, CancellationToken.None).ConfigureAwait(false);
        }
        catch (LedgerUnavailableException e) // a refusal stands whether or not it could be written down; counted on the health page
        {
            Interlocked.Increment(ref _refusalsUnrecorded);
            Report(e);
        }

        return result;
    }

    private async ValueTask<HoldResult> HoldAfterReleaseAsync(HoldRequest request, Amounts asked, TimeSpan wait, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        while (true)
        {
            Task released;
            HoldDecision decision;
            var left = wait - _time.GetElapsedTime(started);
            lock (_gate)
            {
                decision = DecideNeedsLock(request, asked, mayWait: left > TimeSpan.Zero);
                if (decision.Result is null)
                    _waiters++;
                released = (_released ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            if (decision.Result is not null)
                return await FinishHoldAsync(decision, cancellationToken).ConfigureAwait(false);
            await WaitForReleaseAsync(released, left, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WaitForReleaseAsync(Task released, TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            await released.WaitAsync(wait, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Not lost: the caller decides once more, and then refuses.
        }
        finally
        {
            lock (_gate)
                _waiters--;
        }
    }

    private void WakeWaitersNeedsLock()
    {
        if (_waiters == 0)
            return;
        _released?.TrySetResult();
        _released = null;
    }

    private void UndoHoldNeedsLock(Reservation reservation)
    {
        foreach (ref var leg in reservation.Legs.AsSpan())
        {
            leg.Instance.Hold(-leg.Held);
            leg.Held = 0;
            leg.Instance.MarkedAt = default;
            if (leg.Opens && leg.Instance.Balance == default)
                leg.Instance.Opened = false;
        }

        _reservations.Remove(reservation);
        if (reservation.Idempotency is { } key)
            _keys.Remove(key);
        WakeWaitersNeedsLock();
    }

    private static Task TurnNeedsLock(Reservation reservation) =>
        (reservation.Turn ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private static void EndTurnNeedsLock(Reservation reservation)
    {
        reservation.Busy = false;
        reservation.Turn?.TrySetResult();
        reservation.Turn = null;
    }
}
