using System.Text.Json;
using Purser.Ledger;

namespace Purser.Budgets;

public sealed partial class BudgetEngine
{
    private readonly Dictionary<string, List<BudgetOverride>> _pendingOverrides = new(StringComparer.Ordinal);

    /// <summary>
    /// Creates a budget, or changes one of that name at once (budgets R4): counters stay, but another window, zone or <c>each</c> starts new ones (R27).
    /// Returns it as stored, with its version.
    /// </summary>
    /// <param name="budget">The definition; version numbers are set here.</param>
    /// <param name="who">Who asks, for the history.</param>
    /// <param name="cancellationToken">Cancels the wait for a place in the queue only.</param>
    /// <exception cref="BudgetInvalidException">Every error at once; or the budget is defined in the configuration.</exception>
    /// <exception cref="LedgerUnavailableException">Nothing was changed.</exception>
    public async Task<BudgetDefinition> DefineAsync(BudgetDefinition budget, string who, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(budget);
        if (BudgetDefinitionValidator.Validate(budget) is { Count: > 0 } errors)
            throw new BudgetInvalidException(errors);
        LedgerBatch batch;
        BudgetDefinition defined;
        lock (_gate)
        {
            RefuseConfiguredNeedsLock(budget.Name);
            defined = VersionedNeedsLock(Normalized(budget));
            batch = ChangeBatchNeedsLock(budget.Name, BudgetKind, defined.Version, BudgetJson.Write(defined), "define", who);
        }

        await CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        LedgerBatch? crossings;
        lock (_gate)
            crossings = PutNeedsLock(defined);
        if (crossings is not null)
            await CommitAsync(crossings, cancellationToken).ConfigureAwait(false);
        return defined;
    }

    /// <summary>Removes a budget: it matches no call any more, open holds settle as they would have. False when there is none.</summary>
    /// <exception cref="BudgetInvalidException">The budget is defined in the configuration.</exception>
    /// <exception cref="LedgerUnavailableException">Nothing was changed.</exception>
    public async Task<bool> RemoveAsync(string name, string who, CancellationToken cancellationToken = default)
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

    /// <summary>Raises a limit by an amount until an instant; it falls back by itself (budgets R4). Also for budgets of the configuration.</summary>
    /// <param name="name">The budget.</param>
    /// <param name="by">How much more, in the budget's unit; &gt; 0.</param>
    /// <param name="until">UTC; null: the end of the window in force, which a window that never resets does not have.</param>
    /// <param name="who">Who raises it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels the wait for a place in the queue only.</param>
    /// <exception cref="BudgetInvalidException">No such budget, not its unit, no amount, no reason, or an instant that has passed.</exception>
    /// <exception cref="LedgerUnavailableException">Nothing was changed.</exception>
    public async Task<BudgetOverride> OverrideAsync(
        string name, BudgetLimit by, DateTimeOffset? until, string who, string reason, CancellationToken cancellationToken = default)
    {
        LedgerBatch batch;
        BudgetOverride raised;
        lock (_gate)
        {
            var now = _clock.Now();
            var budget = _budgets.GetValueOrDefault(name) ?? throw new BudgetInvalidException($"there is no budget '{name}'.");
            until ??= budget.Definition.Window.OpensAtFirstUse ? null : budget.Scopes.FirstOrDefault()?.At(now).Instance.ResetsAt;
            if (OverrideErrors(budget.Definition, by, until, reason, now) is { Count: > 0 } errors)
                throw new BudgetInvalidException(errors);
            raised = new BudgetOverride(Guid.CreateVersion7(now), by.Amount, now, until!.Value, who, reason);
            var json = JsonSerializer.SerializeToUtf8Bytes([.. budget.Overrides.Where(o => o.Until > now), raised], BudgetJsonContext.Default.ListBudgetOverride);
            batch = OverrideBatchNeedsLock(budget, raised, json);
        }

        await CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            if (_budgets.TryGetValue(name, out var budget))
                budget.Overrides.Add(raised);
            WakeWaitersNeedsLock();
        }

        return raised;
    }

    private static BudgetDefinition Normalized(BudgetDefinition budget) =>
        budget.Window.Kind == BudgetWindowKind.Session && budget.Each is null ? budget with { Each = "session" } : budget;

    private static List<BudgetError> OverrideErrors(BudgetDefinition budget, BudgetLimit by, DateTimeOffset? until, string reason, DateTimeOffset now)
    {
        var errors = new List<BudgetError>();
        if (by.Unit != budget.Limit.Unit || by.Amount <= 0)
            errors.Add(new("by", $"must be a positive amount of {budget.Limit.Unit.WireName()}, the budget's unit."));
        if (until is null)
            errors.Add(new("until", "must be an instant: this budget's window has no known end."));
        else if (until <= now)
            errors.Add(new("until", "must be in the future."));
        if (string.IsNullOrWhiteSpace(reason))
            errors.Add(new("reason", "must say why."));
        return errors;
    }

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

    private LedgerBatch ChangeBatchNeedsLock(string name, string kind, long version, byte[]? json, string verb, string who)
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
        return new LedgerBatch { Entries = [entry], Documents = [new DocumentChange(kind, name, version, json)] };
    }

    private LedgerBatch OverrideBatchNeedsLock(BudgetState budget, BudgetOverride raised, byte[] json)
    {
        var name = budget.Definition.Name;
        var entry = new LedgerEntry
        {
            Id = raised.Id,
            Kind = EntryKind.Override,
            At = raised.From,
            Data = BudgetEntryJson.Of(data =>
            {
                data.WriteString("budget", name);
                BudgetRefusalJson.WriteAmount(data, "by", budget.Definition.Limit.Unit, raised.By);
                data.WriteString("until", raised.Until.UtcDateTime);
                data.WriteString("who", raised.Who);
                data.WriteString("reason", raised.Reason);
            }),
        };
        return new LedgerBatch { Entries = [entry], Documents = [new DocumentChange(OverrideKind, name, NextVersionNeedsLock(OverrideKind, name), json)] };
    }

    /// <summary>Puts the definition in force; what the new limit is past at once is alerted.</summary>
    private LedgerBatch? PutNeedsLock(BudgetDefinition defined)
    {
        if (_budgets.TryGetValue(defined.Name, out var budget))
            budget.Redefine(defined);
        else
            _budgets[defined.Name] = budget = new BudgetState(defined, _options.Cap);
        _index = new BudgetIndex(_budgets.Values);
        WakeWaitersNeedsLock();
        if (_writer is null)
            return null;
        var (now, entries, outbox) = (_clock.Now(), new List<LedgerEntry>(), new List<OutboxRow>());
        foreach (var scope in budget.Scopes)
            if (scope.Current is { } current && Thresholds.Cross(scope, current, now) is var crossed and not 0)
                Thresholds.Write(crossed, scope, current, now, entries, outbox);
        return entries.Count == 0 ? null : new LedgerBatch { Entries = entries, Outbox = outbox };
    }
}
