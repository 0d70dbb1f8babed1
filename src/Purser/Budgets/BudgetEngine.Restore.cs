using Purser.Ledger;

namespace Purser.Budgets;

public sealed partial class BudgetEngine
{
    private const string BudgetKind = "budget";
    private const string ConfiguredKind = "budget_config";
    private const string OverrideKind = "budget_override";

    /// <summary>Takes over what the ledger holds; returns what the configuration changes in it, to be committed before anything is decided.</summary>
    private Redefinition? RestoreNeedsLock(LedgerState state, IReadOnlyList<LedgerEntry> crossed, IReadOnlyList<LedgerEntry> opened)
    {
        var now = _clock.Now();
        var overrides = new Dictionary<string, List<BudgetOverride>>(StringComparer.Ordinal);
        var configured = new Dictionary<string, BudgetDefinition>(StringComparer.Ordinal);
        foreach (var (instance, _) in state.Balances)
            RaiseVersionNeedsLock(BudgetKind, instance.BudgetId, BudgetState.WindowVersionOf(instance));
        foreach (var document in state.Documents)
            RestoreDocumentNeedsLock(document, configured, overrides);
        var changes = AddConfiguredNeedsLock(configured);
        foreach (var (name, raised) in overrides)
            _budgets.GetValueOrDefault(name)?.Overrides.AddRange(raised);
        var instances = new Dictionary<BudgetInstance, InstanceState>();
        foreach (var (instance, balance) in state.Balances.OrderBy(static b => b.Key.WindowStart))
            RestoreBalanceNeedsLock(instance, balance, instances, now);
        foreach (var hold in state.OpenHolds)
            RestoreHoldNeedsLock(hold, instances, now);
        foreach (var key in state.IdempotencyKeys.OrderBy(static k => k.At))
            _keys.Add(key, now);
        foreach (var entry in crossed.Reverse())
            RestoreCrossing(entry, instances);
        foreach (var entry in opened)
            RestoreUse(entry, instances, now);
        return CrossRestoredNeedsLock(changes, now);
    }

    private void RestoreDocumentNeedsLock(DocumentChange document, Dictionary<string, BudgetDefinition> configured, Dictionary<string, List<BudgetOverride>> overrides)
    {
        if (document.Kind is not (BudgetKind or ConfiguredKind or OverrideKind))
            return;
        RaiseVersionNeedsLock(document.Kind == OverrideKind ? OverrideKind : BudgetKind, document.Id, document.Version);
        if (document.Json is not { } json)
            return;
        if (document.Kind == BudgetKind)
            _budgets[document.Id] = new BudgetState(BudgetJson.Read(json.Span), _options.Cap);
        else if (document.Kind == ConfiguredKind)
            configured[document.Id] = BudgetJson.Read(json.Span);
        else if (BudgetEntryJson.Read(json.Span, BudgetJsonContext.Default.ListBudgetOverride) is { } raised)
            overrides[document.Id] = raised;
    }

    private void RaiseVersionNeedsLock(string kind, string name, long version) =>
        _versions[$"{kind}/{name}"] = Math.Max(version, _versions.GetValueOrDefault($"{kind}/{name}"));

    /// <summary>Marks what was past its thresholds when the process ended; what the configuration has just changed may be past new ones, which must be told (R28).</summary>
    private Redefinition? CrossRestoredNeedsLock(List<Redefinition> changes, DateTimeOffset now)
    {
        var all = changes.Count == 0 ? null : new Redefinition(changes[0].Defined);
        foreach (var budget in _budgets.Values)
        {
            var changed = changes.Find(c => c.Defined.Name == budget.Definition.Name);
            foreach (var scope in budget.Scopes)
                if (scope.Current is { } current && Thresholds.Cross(scope, current, now) is var crossed and not 0 && changed is not null)
                    Thresholds.Write(crossed, scope, current, now, all!.Entries, all.Outbox, all.Alerts);
        }

        if (all is not null)
            all.Batch = new LedgerBatch
            {
                Entries = [.. changes.SelectMany(static c => c.Batch!.Entries), .. all.Entries],
                Documents = [.. changes.SelectMany(static c => c.Batch!.Documents)],
                Outbox = all.Outbox,
            };
        return all;
    }

    private void RestoreBalanceNeedsLock(BudgetInstance instance, in Balance balance, Dictionary<BudgetInstance, InstanceState> instances, DateTimeOffset now)
    {
        var owned = _budgets.TryGetValue(instance.BudgetId, out var budget) && budget.Owns(instance);
        var state = owned ? budget!.Restore(instance, now) : new InstanceState(instance);
        state.Apply(balance);
        instances[instance] = state;
    }

    private void RestoreHoldNeedsLock(OpenHold hold, Dictionary<BudgetInstance, InstanceState> instances, DateTimeOffset now)
    {
        if (hold.Entry.RequestId is null)
            return;
        var reservation = ReservationReader.Open(hold, instance => (instances.TryGetValue(instance, out var state) ? state : new InstanceState(instance), ScopeNeedsLock(instance)));
        reservation.DueFromRestart = true;
        reservation.DueTimestamp = Due(hold.ExpiresAt > now ? hold.ExpiresAt - now : TimeSpan.Zero);
        _reservations.Add(reservation);
    }

    private ScopeState? ScopeNeedsLock(BudgetInstance instance) =>
        _budgets.TryGetValue(instance.BudgetId, out var budget) ? budget.Scopes.FirstOrDefault(s => s.Current?.Instance == instance) : null;

    private void RestoreCrossing(LedgerEntry entry, Dictionary<BudgetInstance, InstanceState> instances)
    {
        if (entry.Changes is not [var change, ..] || !instances.TryGetValue(change.Instance, out var state) || !_budgets.TryGetValue(change.Instance.BudgetId, out var budget))
            return;
        if (BudgetEntryJson.Read(entry.Data.Span, BudgetJsonContext.Default.CrossedThreshold) is { } crossed && crossed.LimitAmount >= state.CrossedLimit)
            (state.Crossed, state.CrossedLimit) = (state.Crossed | Thresholds.Translate(1, [crossed.Threshold], budget.Definition.Thresholds), crossed.LimitAmount);
    }

    private void RestoreUse(LedgerEntry entry, Dictionary<BudgetInstance, InstanceState> instances, DateTimeOffset now)
    {
        foreach (var change in entry.Changes)
            if (instances.TryGetValue(change.Instance, out var state) && _budgets.TryGetValue(change.Instance.BudgetId, out var budget))
                state.RestoreUse(budget.Definition, entry.At, now);
    }

    /// <summary>A reservation that memory has forgotten, from the store's entries; null when there is none.</summary>
    private async ValueTask<Reservation?> ReadBackAsync(Guid requestId, CancellationToken cancellationToken)
    {
        if (_store is null)
            return null;
        var entries = await _store.EntriesAsync(requestId, cancellationToken).ConfigureAwait(false);
        var events = await _store.EventsAsync(requestId, cancellationToken).ConfigureAwait(false);
        lock (_gate)
            return ReservationReader.Closed(entries, events, instance => (LiveNeedsLock(instance) ?? new InstanceState(instance), ScopeNeedsLock(instance)));
    }

    private InstanceState? LiveNeedsLock(BudgetInstance instance) =>
        _budgets.TryGetValue(instance.BudgetId, out var budget) ? budget.Scopes.Select(s => s.Find(instance)).FirstOrDefault(static i => i is not null) : null;
}
