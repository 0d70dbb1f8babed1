using Purser.Ledger;

namespace Purser.Budgets;

public sealed partial class BudgetEngine
{
    // One definition at a time: versions must reach the ledger, and memory, in their order.
    private readonly SemaphoreSlim _defining = new(1, 1);

    /// <summary>
    /// Creates a budget, or changes one of that name at once (budgets R4): counters stay, but another window, zone or <c>each</c> starts new ones (R27).
    /// What the changed limit is past at once is alerted in the same transaction (R28). Returns it as stored, with its version.
    /// </summary>
    /// <param name="budget">The definition; version numbers are set here.</param>
    /// <param name="who">Who asks, for the history.</param>
    /// <param name="cancellationToken">Cancels the wait for a place in the queue only.</param>
    /// <exception cref="BudgetInvalidException">Every error at once; or the budget is defined in the configuration.</exception>
    /// <exception cref="LedgerUnavailableException">Nothing was changed.</exception>
    public Task<BudgetDefinition> DefineAsync(BudgetDefinition budget, string who, CancellationToken cancellationToken = default) =>
        DefineAsync(budget, who, carryOver: false, cancellationToken);

    /// <summary>
    /// As <see cref="DefineAsync(BudgetDefinition, string, CancellationToken)"/>; where a new window starts new counters, they can start with what the live old ones
    /// had used, holds included, as an adjusting entry (budgets R27: carry-over is explicit).
    /// </summary>
    /// <param name="budget">The definition; version numbers are set here.</param>
    /// <param name="who">Who asks, for the history.</param>
    /// <param name="carryOver">Whether to carry over; without a change of window it does nothing. Unit and <c>each</c> must stay.</param>
    /// <param name="cancellationToken">Cancels the wait for a place in the queue only.</param>
    /// <exception cref="BudgetInvalidException">Every error at once; or the budget is defined in the configuration.</exception>
    /// <exception cref="LedgerUnavailableException">Nothing was changed.</exception>
    public async Task<BudgetDefinition> DefineAsync(BudgetDefinition budget, string who, bool carryOver, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(budget);
        if (BudgetDefinitionValidator.Validate(budget) is { Count: > 0 } errors)
            throw new BudgetInvalidException(errors);
        await _defining.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Redefinition change;
            lock (_gate)
                change = RedefinitionNeedsLock(budget, who, carryOver);
            await CommitRedefinitionAsync(change, cancellationToken).ConfigureAwait(false);
            return change.Defined;
        }
        finally
        {
            _defining.Release();
        }
    }

    /// <summary>Removes a budget: it matches no call any more, open holds settle as they would have. False when there is none.</summary>
    /// <exception cref="BudgetInvalidException">The budget is defined in the configuration.</exception>
    /// <exception cref="LedgerUnavailableException">Nothing was changed.</exception>
    public async Task<bool> RemoveAsync(string name, string who, CancellationToken cancellationToken = default)
    {
        await _defining.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await RemoveAloneAsync(name, who, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _defining.Release();
        }
    }

    private async Task<bool> RemoveAloneAsync(string name, string who, CancellationToken cancellationToken)
    {
        LedgerBatch batch;
        lock (_gate)
        {
            RefuseConfiguredNeedsLock(name);
            if (!_budgets.ContainsKey(name))
                return false;
            batch = ChangeBatchNeedsLock(name, BudgetKind, NextVersionNeedsLock(BudgetKind, name), null, "remove", who);
        }

        await CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            _budgets.Remove(name);
            _index = new BudgetIndex(_budgets.Values);
        }

        return true;
    }

    private static BudgetDefinition Normalized(BudgetDefinition budget) =>
        budget.Window.Kind == BudgetWindowKind.Session && budget.Each is null ? budget with { Each = "session" } : budget;

    private void RefuseConfiguredNeedsLock(string name)
    {
        if (_budgets.TryGetValue(name, out var known) && known.Definition.Source == BudgetSource.Config)
            throw new BudgetInvalidException($"budget '{name}' is defined in {known.Definition.Origin ?? "the configuration"}; change it there.");
    }

    private BudgetDefinition VersionedNeedsLock(BudgetDefinition budget)
    {
        var version = NextVersionNeedsLock(BudgetKind, budget.Name);
        var known = _budgets.GetValueOrDefault(budget.Name)?.Definition;
        var sameWindow = known is not null && SameWindow(known, budget);
        return budget with { Version = version, WindowVersion = sameWindow ? known!.WindowVersion : version, Source = BudgetSource.Store, Origin = null };
    }

    private static bool SameWindow(BudgetDefinition left, BudgetDefinition right) =>
        (left.Window, left.Zone, left.ResetTime, left.WeekStart, left.MonthDay, left.Anchor, left.Each, left.Limit.Unit)
        == (right.Window, right.Zone, right.ResetTime, right.WeekStart, right.MonthDay, right.Anchor, right.Each, right.Limit.Unit);

    private long NextVersionNeedsLock(string kind, string name) => _versions[$"{kind}/{name}"] = _versions.GetValueOrDefault($"{kind}/{name}") + 1;

    private LedgerBatch ChangeBatchNeedsLock(
        string name, string kind, long version, byte[]? json, string verb, string who, IEnumerable<LedgerEntry>? more = null, IReadOnlyList<OutboxRow>? outbox = null)
    {
        var now = _clock.Now();
        var entry = new LedgerEntry
        {
            Id = Guid.CreateVersion7(now),
            Kind = EntryKind.Change,
            At = now,
            Data = BudgetEntryJson.Of(data =>
            {
                data.WriteString("change", verb);
                data.WriteString("budget", name);
                data.WriteString("who", who);
                if (json is not null)
                {
                    data.WritePropertyName("definition");
                    data.WriteRawValue(json);
                }
            }),
        };
        return new LedgerBatch { Entries = [entry, .. more ?? []], Documents = [new DocumentChange(kind, name, version, json)], Outbox = outbox ?? [] };
    }

    private Redefinition RedefinitionNeedsLock(BudgetDefinition budget, string who, bool carryOver)
    {
        RefuseConfiguredNeedsLock(budget.Name);
        var defined = VersionedNeedsLock(Normalized(budget));
        var known = _budgets.GetValueOrDefault(defined.Name);
        var change = new Redefinition(defined);
        var now = _clock.Now();
        if (known is not null && known.Definition.WindowVersion == defined.WindowVersion)
            change.Cross(known, known.LimitAt(defined, now), now);
        else if (known is not null && carryOver)
            change.CarryOver(known, _options.Cap, now);
        change.Batch = ChangeBatchNeedsLock(defined.Name, BudgetKind, defined.Version, BudgetJson.Write(defined), "define", who, change.Entries, change.Outbox);
        return change;
    }

    private async ValueTask CommitRedefinitionAsync(Redefinition change, CancellationToken cancellationToken)
    {
        var committed = false;
        try
        {
            await CommitAsync(change.Batch!, cancellationToken).ConfigureAwait(false);
            committed = true;
        }
        finally
        {
            if (!committed)
                lock (_gate)
                    change.Undo();
        }

        LedgerBatch? late;
        lock (_gate)
            late = PutNeedsLock(change);
        change.Alerts.ForEach(ReportThreshold);
        if (late is not null)
            await CommitAsync(late, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts the definition in force. What settled while it was being committed may have passed the new limit unalerted: that is returned.</summary>
    private LedgerBatch? PutNeedsLock(Redefinition change)
    {
        var now = _clock.Now();
        if (_budgets.TryGetValue(change.Defined.Name, out var budget))
            budget.Redefine(change.Defined);
        else
            _budgets[change.Defined.Name] = budget = new BudgetState(change.Defined, _options.Cap);
        change.Mark();
        foreach (var carried in change.Carried)
            budget.Restore(carried.Instance, now).Apply(carried.Delta);
        _index = new BudgetIndex(_budgets.Values);
        WakeWaitersNeedsLock();
        var (entries, outbox) = (new List<LedgerEntry>(), new List<OutboxRow>());
        foreach (var scope in budget.Scopes)
            if (scope.Current is { } current && Thresholds.Cross(scope, current, now) is var crossed and not 0)
                Thresholds.Write(crossed, scope, current, now, entries, outbox, change.Alerts);
        return _writer is null || entries.Count == 0 ? null : new LedgerBatch { Entries = entries, Outbox = outbox };
    }
}
