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
    public ValueTask<bool> ObserveAsync(UsageEvent usage, Amounts amounts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(usage);
        return ObserveAsync([new Observation(usage, amounts)], cancellationToken);
    }

    /// <summary>Records several such calls in one transaction: a reversal and what replaces it, above all (budgets R37). Never refuses.</summary>
    /// <param name="observations">At least one, in the order of their entries.</param>
    /// <param name="cancellationToken">Cancels the wait for a place in the queue only.</param>
    /// <returns>Whether the store was away and the records wait in the spool.</returns>
    /// <exception cref="LedgerUnavailableException">Neither store nor spool took them; nothing was counted.</exception>
    public async ValueTask<bool> ObserveAsync(IReadOnlyList<Observation> observations, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(observations);
        foreach (var observation in observations)
            CheckAmounts(observation.Amounts);
        var transitions = new Transition[observations.Count];
        lock (_gate)
        {
            for (var i = 0; i < transitions.Length; i++)
                transitions[i] = ObserveNeedsLock(observations[i]);
        }

        var committed = false;
        var spooled = false;
        try
        {
            spooled = _writer is not null && await CommitAsync(Together(transitions), cancellationToken).ConfigureAwait(false);
            committed = true;
        }
        finally
        {
            lock (_gate)
                foreach (var transition in transitions)
                    EndNeedsLock(transition, committed);
        }

        foreach (var transition in transitions)
            Finished(transition, spooled);
        return spooled;
    }

    private static LedgerBatch Together(Transition[] transitions) => transitions is [var only]
        ? only.Batch!
        : new LedgerBatch
        {
            Entries = [.. transitions.SelectMany(static t => t.Batch!.Entries)],
            Usage = [.. transitions.SelectMany(static t => t.Batch!.Usage)],
            Outbox = [.. transitions.SelectMany(static t => t.Batch!.Outbox)],
            Spoolable = true,
        };

    private Transition ObserveNeedsLock(in Observation observation)
    {
        var now = _clock.Now();
        var usage = observation.Usage;
        var held = _reservations.Find(usage.RequestId) is { Busy: false, Closed: null, Legs.Length: 0 } keyed ? keyed : null;
        var reservation = Observed(observation, observation.Counted is { } counted ? CountedLegsNeedsLock(counted) : ObservedLegsNeedsLock(usage, now));
        var transition = new Transition(reservation) { Verdict = SettleVerdict.Settled };
        for (var i = 0; i < transition.Deltas.Length; i++)
            transition.Deltas[i] = new Balance(0, 0, 0, observation.Counted is { } undone
                ? checked(-undone[i].Delta.Observed)
                : checked(usage.Sign * (observation.Amounts.In(reservation.Legs[i].Unit) ?? 0)));
        BeginNeedsLock(transition);
        CrossInMemoryNeedsLock(transition, now);
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
    private static Reservation Observed(in Observation observation, HoldLegState[] legs) => new()
    {
        RequestId = observation.Usage.RequestId,
        Attributes = observation.Usage.Attributes,
        AdmittedAt = observation.Usage.AdmittedAt,
        Legs = legs,
        Hold = observation.Amounts,
        Durable = true,
    };

    private HoldLegState[] CountedLegsNeedsLock(IReadOnlyList<BalanceChange> counted)
    {
        var legs = new HoldLegState[counted.Count];
        for (var i = 0; i < legs.Length; i++)
        {
            var scope = ScopeNeedsLock(counted[i].Instance);
            var unit = scope?.Budget.Definition.Limit.Unit ?? BudgetUnit.Usd;
            legs[i] = new HoldLegState { Instance = LiveNeedsLock(counted[i].Instance) ?? new InstanceState(counted[i].Instance), Scope = scope, Unit = unit, Mode = BudgetMode.Track, Asked = 0 };
        }

        return legs;
    }

    private HoldLegState[] ObservedLegsNeedsLock(UsageEvent usage, DateTimeOffset now)
    {
        _found.Clear();
        _index.Find(usage.Attributes, _found);
        var legs = new List<HoldLegState>(_found.Count);
        foreach (var budget in _found)
        {
            var scope = budget.ScopeOf(usage.Attributes);
            if (!scope.Registered && IsFullNeedsLock(budget, now))
                scope = budget.Overflow();
            if (InstanceAt(scope, usage.AdmittedAt, now) is not { } instance)
                continue;
            budget.Register(scope);
            instance.UsedAt = usage.AdmittedAt > instance.UsedAt ? usage.AdmittedAt : instance.UsedAt;
            legs.Add(new HoldLegState { Instance = instance, Scope = scope, Unit = budget.Definition.Limit.Unit, Mode = budget.Mode, Asked = 0 });
        }

        return [.. legs];
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
