using Purser.Ledger;

namespace Purser.Budgets;

public sealed partial class BudgetEngine
{
    /// <summary>
    /// Records a call that no hold stands for: the event, and its amounts as <c>observed</c> on every matching instance of the window of its admission, in one
    /// transaction (budgets 1, R24). Never refuses.
    /// </summary>
    /// <param name="usage">The event; a reversal (<see cref="UsageEvent.Sign"/> -1) takes the amounts back.</param>
    /// <param name="amounts">What it cost, ≥ 0; null units count as nothing.</param>
    /// <param name="cancellationToken">Cancels the wait for a place in the queue only.</param>
    /// <returns>Whether the store was away and the record waits in the spool.</returns>
    /// <exception cref="LedgerUnavailableException">Neither store nor spool took it; nothing was counted.</exception>
    public async ValueTask<bool> ObserveAsync(UsageEvent usage, Amounts amounts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(usage);
        CheckAmounts(amounts);
        Transition transition;
        lock (_gate)
            transition = ObserveNeedsLock(usage, amounts);
        if (_writer is not null)
            return (await CommitTransitionAsync(transition, cancellationToken).ConfigureAwait(false)).Spooled;
        lock (_gate)
            EndNeedsLock(transition, committed: true);
        return false;
    }

    private Transition ObserveNeedsLock(UsageEvent usage, in Amounts amounts)
    {
        var now = _clock.Now();
        _found.Clear();
        _index.Find(usage.Attributes, _found);
        var held = _reservations.Find(usage.RequestId) is { Busy: false, Closed: null, Legs.Length: 0 } keyed ? keyed : null;
        var reservation = ObservedNeedsLock(usage, amounts, now);
        var transition = new Transition(reservation) { Verdict = SettleVerdict.Settled };
        for (var i = 0; i < transition.Deltas.Length; i++)
            transition.Deltas[i] = new Balance(0, 0, 0, checked(usage.Sign * (amounts.In(reservation.Legs[i].Unit) ?? 0)));
        BeginNeedsLock(transition);
        if (held is not null)
            _reservations.Close(held, EntryKind.Settle);
        if (_writer is not null)
        {
            var changes = Array.FindAll(Changes(transition, static d => d), static c => c.Delta != default);
            var entries = new List<LedgerEntry>
            {
                Entry(reservation, EntryKind.Usage, usage.Attempt, now, changes, default) with { ClosesHold = held is not null },
            };
            var outbox = new List<OutboxRow>();
            CrossNeedsLock(transition, now, entries, outbox);
            transition.Batch = new LedgerBatch { Entries = entries, Usage = [usage], Outbox = outbox, Spoolable = true };
        }

        return transition;
    }

    /// <summary>A reservation in form only: what an observation counts on, with nothing held.</summary>
    private Reservation ObservedNeedsLock(UsageEvent usage, in Amounts amounts, DateTimeOffset now)
    {
        var legs = new List<HoldLegState>(_found.Count);
        foreach (var budget in _found)
        {
            var scope = budget.ScopeOf(usage.Attributes);
            if (!scope.Registered && IsFullNeedsLock(budget, now))
                scope = budget.Overflow();
            if (InstanceAt(scope, usage.AdmittedAt, now) is not { } instance)
                continue;
            budget.Register(scope);
            legs.Add(new HoldLegState { Instance = instance, Scope = scope, Unit = budget.Definition.Limit.Unit, Mode = budget.Mode, Asked = 0 });
        }

        return new Reservation
        {
            RequestId = usage.RequestId,
            Attributes = usage.Attributes,
            AdmittedAt = usage.AdmittedAt,
            Legs = [.. legs],
            Hold = amounts,
            Durable = true,
        };
    }

    /// <summary>The counter of an instant: the live one, or one of a past calendar window that only the ledger keeps. Null: no window was open then.</summary>
    private static InstanceState? InstanceAt(ScopeState scope, DateTimeOffset at, DateTimeOffset now)
    {
        if (scope.Find(at) is { } live)
            return live;
        var current = scope.At(now);
        var window = scope.Budget.Definition.Window;
        if (window.OpensAtFirstUse && scope.Budget.Definition.Anchor is null)
        {
            if (current.Opened ? at < current.Instance.WindowStart : now - at > (window.Length == TimeSpan.Zero ? TimeSpan.FromHours(24) : window.Length))
                return null;
            current.Opened = true;
            return current;
        }

        return at >= current.Instance.WindowStart || current.Instance.WindowStart is null
            ? current
            : new InstanceState(scope.Budget.NewInstance(scope, scope.SpanAt(at)));
    }
}
