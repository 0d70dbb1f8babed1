using System.Text.Json;
using Purser.Ledger;

namespace Purser.Budgets;

public sealed partial class BudgetEngine
{
    private const string BudgetKind = "budget";
    private const string OverrideKind = "budget_override";

    private void RestoreNeedsLock(LedgerState state, IReadOnlyList<LedgerEntry> crossed)
    {
        var now = _clock.Now();
        AddConfiguredNeedsLock();
        foreach (var document in state.Documents)
            RestoreDocumentNeedsLock(document);
        _index = new BudgetIndex(_budgets.Values);
        var instances = new Dictionary<BudgetInstance, InstanceState>();
        foreach (var (instance, balance) in state.Balances.OrderBy(static b => b.Key.WindowStart))
            RestoreBalanceNeedsLock(instance, balance, instances, now);
        foreach (var hold in state.OpenHolds)
            RestoreHoldNeedsLock(hold, instances, now);
        foreach (var key in state.IdempotencyKeys.OrderBy(static k => k.At))
            _keys.Add(key, now);
        foreach (var entry in crossed.Reverse())
            RestoreCrossing(entry, instances);
    }

    private void AddConfiguredNeedsLock()
    {
        var errors = new List<BudgetError>();
        foreach (var configured in _options.Configured)
        {
            errors.AddRange(BudgetDefinitionValidator.Validate(configured).Select(e => e with { Key = $"{configured.Name}.{e.Key}" }));
            _budgets[configured.Name] = new BudgetState(Normalized(configured) with { Source = BudgetSource.Config }, _options.Cap);
        }

        if (errors.Count > 0)
            throw new BudgetInvalidException(errors);
        _index = new BudgetIndex(_budgets.Values);
    }

    private void RestoreDocumentNeedsLock(DocumentChange document)
    {
        if (document.Kind is not (BudgetKind or OverrideKind))
            return;
        _versions[$"{document.Kind}/{document.Id}"] = document.Version;
        if (document.Json is not { } json)
            return;
        if (document.Kind == BudgetKind && !_budgets.ContainsKey(document.Id))
            _budgets[document.Id] = new BudgetState(BudgetJson.Read(json.Span), _options.Cap);
        else if (document.Kind == OverrideKind && BudgetEntryJson.Read(json.Span, BudgetJsonContext.Default.ListBudgetOverride) is { } overrides)
            _pendingOverrides[document.Id] = overrides;
        if (_budgets.TryGetValue(document.Id, out var budget) && _pendingOverrides.Remove(document.Id, out var raised))
            budget.Overrides.AddRange(raised);
    }

    private void RestoreBalanceNeedsLock(BudgetInstance instance, in Balance balance, Dictionary<BudgetInstance, InstanceState> instances, DateTimeOffset now)
    {
        var owned = _budgets.TryGetValue(instance.BudgetId, out var budget) && budget.Owns(instance);
        var state = owned ? budget!.Restore(instance, now) : new InstanceState(instance);
        state.Apply(balance);
        instances[instance] = state;
        if (!owned)
            return;
        // Whatever is past a threshold was alerted in the transaction that took it there (R28).
        var scope = budget!.Scopes.First(s => s.Owns(state));
        Thresholds.Cross(scope, state, now);
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

    private static void RestoreCrossing(LedgerEntry entry, Dictionary<BudgetInstance, InstanceState> instances)
    {
        if (entry.Changes is not [var change, ..] || !instances.TryGetValue(change.Instance, out var state))
            return;
        if (BudgetEntryJson.Read(entry.Data.Span, BudgetJsonContext.Default.CrossedThreshold) is { } crossed && crossed.LimitAmount >= state.CrossedLimit)
            (state.Crossed, state.CrossedLimit) = (state.Crossed | crossed.Bit, crossed.LimitAmount);
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
