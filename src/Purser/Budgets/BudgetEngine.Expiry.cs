using Purser.Ledger;

namespace Purser.Budgets;

public sealed partial class BudgetEngine
{
    private ITimer? _timer;
    private Task _expiring = Task.CompletedTask;

    /// <summary>Looks for due holds from now on, every <see cref="BudgetEngineOptions.ExpiryInterval"/>. Calling it twice is harmless.</summary>
    public Task StartAsync()
    {
        lock (_gate)
            _timer ??= _time.CreateTimer(static state => ((BudgetEngine)state!).Tick(), this, _options.ExpiryInterval, _options.ExpiryInterval);
        return Task.CompletedTask;
    }

    /// <summary>Stops looking, and waits for a round under way.</summary>
    public async Task StopAsync()
    {
        ITimer? timer;
        lock (_gate)
        {
            timer = _timer;
            _timer = null;
        }

        if (timer is not null)
            await timer.DisposeAsync().ConfigureAwait(false);
        await _expiring.ConfigureAwait(false);
    }

    /// <summary>Moves a hold's expiry to at least so far from now: the heartbeat of a stream (budgets R14). False when the reservation is not open.</summary>
    /// <exception cref="LedgerUnavailableException">The store is away: the extension counts in this process, but would not survive it.</exception>
    public async ValueTask<bool> ExtendAsync(Guid requestId, TimeSpan by, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task? turn = null;
            LedgerBatch? batch = null;
            Reservation reservation;
            lock (_gate)
            {
                if (_reservations.Find(requestId) is not { Closed: null } open)
                    return false;
                reservation = open;
                if (reservation.Busy)
                    turn = TurnNeedsLock(reservation);
                else
                    batch = ExtendNeedsLock(reservation, by);
            }

            if (batch is not null)
                await CommitExtensionAsync(reservation, batch, cancellationToken).ConfigureAwait(false);
            if (turn is null)
                return true;
            // Its entry must not land after the one that closes the hold.
            await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private LedgerBatch? ExtendNeedsLock(Reservation reservation, TimeSpan by)
    {
        var now = _clock.Now();
        if (now + by <= reservation.ExpiresAt)
            return null;
        (reservation.ExpiresAt, reservation.DueTimestamp) = (now + by, Due(by));
        if (_writer is null || !reservation.Durable)
            return null;
        reservation.Busy = true;
        return new LedgerBatch { Entries = [Entry(reservation, EntryKind.Extend, 0, now, [], default) with { ExpiresAt = now + by }] };
    }

    private async ValueTask CommitExtensionAsync(Reservation reservation, LedgerBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            await CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
                EndTurnNeedsLock(reservation);
        }
    }

    /// <summary>Ends every due hold as its budgets say (budgets R31): strict charges it whole, the others observe R17's estimate. Returns how many.</summary>
    /// <exception cref="LedgerUnavailableException">Neither store nor spool took one; it stays held and is tried again next time.</exception>
    public async Task<int> ExpireDueAsync(CancellationToken cancellationToken = default)
    {
        var due = new List<Transition>();
        lock (_gate)
        {
            var (now, ticks) = (_clock.Now(), _time.GetTimestamp());
            foreach (var reservation in _reservations.Open.Where(r => !r.Busy && r.DueTimestamp <= ticks).ToList())
            {
                var transition = ExpireNeedsLock(reservation, now);
                if (transition.Batch is null)
                    EndNeedsLock(transition, committed: true);
                due.Add(transition);
            }
        }

        foreach (var transition in due.Where(static t => t.Batch is null))
            Finished(transition, spooled: false);
        var commits = due.Where(static t => t.Batch is not null).Select(t => CommitTransitionAsync(t, cancellationToken).AsTask()).ToList();
        await Task.WhenAll(commits).ConfigureAwait(false);
        return due.Count;
    }

    private void Tick()
    {
        lock (_gate)
        {
            // One round at a time: a store that is slow is not helped by more.
            if (_timer is not null && _expiring.IsCompleted)
                _expiring = ExpireRoundAsync();
        }
    }

    private async Task ExpireRoundAsync()
    {
        try
        {
            await ExpireDueAsync().ConfigureAwait(false);
        }
        catch (LedgerUnavailableException e) // the loop's edge: the holds stay and the next round tries again
        {
            Report(e);
        }
    }

    private Transition ExpireNeedsLock(Reservation reservation, DateTimeOffset now)
    {
        var transition = new Transition(reservation) { Verdict = SettleVerdict.Settled, Closes = reservation.Legs.Length == 0 ? EntryKind.Release : EntryKind.Expire };
        var estimate = reservation.AtExpiry ?? reservation.Hold;
        var charged = new long[reservation.Legs.Length];
        var strict = false;
        for (var i = 0; i < charged.Length; i++)
        {
            ref readonly var leg = ref reservation.Legs[i];
            strict |= leg.Mode == BudgetMode.Strict;
            charged[i] = leg.Mode == BudgetMode.Strict ? leg.Held : Math.Min(estimate.In(leg.Unit) ?? leg.Held, leg.Held);
            transition.Deltas[i] = leg.Mode == BudgetMode.Strict ? new Balance(charged[i], -leg.Held, 0, 0) : new Balance(0, -leg.Held, 0, charged[i]);
        }

        BeginNeedsLock(transition);
        CrossInMemoryNeedsLock(transition, now);
        var amounts = strict ? reservation.Hold : estimate;
        var attempt = reservation.Attempts.Count + 1;
        var written = reservation.Legs.Length == 0 ? null : ExpiryEvent(reservation, amounts, attempt, now);
        var entryId = _writer is null ? Guid.Empty : ExpireBatchNeedsLock(transition, strict, attempt, written, now);
        transition.Attempt = new SettledAttempt(attempt, amounts, entryId, written, Expired: true) { Charged = charged };
        return transition;
    }

    private Guid ExpireBatchNeedsLock(Transition transition, bool strict, int attempt, UsageEvent? written, DateTimeOffset now)
    {
        var data = BudgetEntryJson.Of(json =>
        {
            json.WriteString("outcome", strict ? "expired_charged" : "observed");
            json.WriteString("reason", "no settlement before the hold ran out");
            json.WriteString("expires_at", transition.Reservation.ExpiresAt.UtcDateTime);
        });
        var kind = transition.Closes!.Value;
        var entries = new List<LedgerEntry> { Entry(transition.Reservation, kind, attempt, now, Changes(transition, static d => d), data) with { ClosesHold = true } };
        var outbox = new List<OutboxRow>();
        CrossNeedsLock(transition, now, entries, outbox);
        transition.Batch = new LedgerBatch { Entries = entries, Usage = written is null ? [] : [written], Outbox = outbox, Spoolable = true };
        return entries[0].Id;
    }

    /// <summary>So that reports show what the budgets were charged.</summary>
    private static UsageEvent ExpiryEvent(Reservation reservation, in Amounts amounts, int attempt, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        RequestId = reservation.RequestId,
        Attempt = attempt,
        AdmittedAt = reservation.AdmittedAt,
        CompletedAt = now,
        Attributes = reservation.Attributes,
        Status = EventStatus.Estimated,
        Charged = new Pricing.NanoUsd(amounts.CostNano ?? 0),
        Source = reservation.Source,
        Enforced = true,
    };
}
