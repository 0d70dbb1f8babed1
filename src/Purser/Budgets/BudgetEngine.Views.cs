using Purser.Ledger;

namespace Purser.Budgets;

public sealed partial class BudgetEngine
{
    /// <summary>Every budget, by name.</summary>
    public IReadOnlyList<BudgetDefinition> List()
    {
        lock (_gate)
            return [.. _budgets.Values.Select(static b => b.Definition).OrderBy(static d => d.Name, StringComparer.Ordinal)];
    }

    /// <summary>A budget with its live instances as they stand now; null when there is none of that name.</summary>
    public BudgetView? Show(string name)
    {
        lock (_gate)
        {
            if (!_budgets.TryGetValue(name, out var budget))
                return null;
            var now = _clock.Now();
            if (budget.Each is null)
                budget.ScopeOf(new CallAttributes());
            var instances = budget.Scopes.Select(s => View(s, now)).OfType<BudgetInstanceView>().OrderBy(static i => string.Join(',', i.Key.Values), StringComparer.Ordinal);
            return new BudgetView(budget.Definition, budget.LimitAt(now), budget.Mode, [.. instances], [.. budget.Overrides.Where(o => o.Until > now)]);
        }
    }

    /// <summary>What happened to a budget: changes, overrides, thresholds, refusals, overruns, corrections; newest first. Empty without a store.</summary>
    public async ValueTask<IReadOnlyList<LedgerEntry>> HistoryAsync(string name, int limit, CancellationToken cancellationToken) =>
        _store is null
            ? []
            : await _store.HistoryAsync(
                name,
                [EntryKind.Change, EntryKind.Override, EntryKind.Threshold, EntryKind.Refuse, EntryKind.WouldBlock, EntryKind.Overrun, EntryKind.Adjust, EntryKind.Expire],
                limit,
                cancellationToken).ConfigureAwait(false);

    /// <summary>Every reservation that is held, oldest first (budgets R31: owner, age and reason).</summary>
    public IReadOnlyList<OpenHoldView> OpenHolds()
    {
        lock (_gate)
        {
            var now = _clock.Now();
            return [.. _reservations.Open.OrderBy(static r => r.AdmittedAt).Select(r => View(r, now))];
        }
    }

    /// <summary>One reservation while it is open; null otherwise.</summary>
    public OpenHoldView? FindHold(Guid requestId)
    {
        lock (_gate)
            return _reservations.Find(requestId) is { Closed: null } reservation ? View(reservation, _clock.Now()) : null;
    }

    /// <summary>Counts for the health page.</summary>
    public BudgetHealth Health()
    {
        lock (_gate)
            return new BudgetHealth(
                _reservations.OpenCount, _waiters, _clock.Jumps, Interlocked.Read(ref _refusalsUnrecorded), Interlocked.Read(ref _listenerFaults), _keys.Dropped);
    }

    private static OpenHoldView View(Reservation reservation, DateTimeOffset now) => new()
    {
        RequestId = reservation.RequestId,
        Attributes = reservation.Attributes,
        Source = reservation.Source,
        AdmittedAt = reservation.AdmittedAt,
        Age = now > reservation.AdmittedAt ? now - reservation.AdmittedAt : TimeSpan.Zero,
        ExpiresAt = reservation.ExpiresAt,
        Hold = reservation.Hold,
        Legs = ResultOf(reservation, HoldVerdict.Admitted, reservation.OutputBound).Legs,
        Reason = reservation.DueFromRestart ? "left behind by an earlier process" : reservation.Attempts.Count > 0 ? "between attempts" : "in flight",
        Data = reservation.Data,
    };

    private static BudgetInstanceView? View(ScopeState scope, DateTimeOffset now)
    {
        var budget = scope.Budget.Definition;
        var current = scope.At(now);
        if (budget.Window.OpensAtFirstUse && budget.Anchor is null && !current.Opened)
            return null;
        var (limit, settled, held) = (scope.Budget.LimitAt(now), scope.Settled, scope.Held);
        return new BudgetInstanceView
        {
            Key = scope.Values,
            WindowStart = budget.Window.Kind == BudgetWindowKind.Rolling ? now - budget.Window.Length : current.Instance.WindowStart,
            ResetsAt = current.Instance.ResetsAt,
            Settled = settled,
            Held = held,
            Observed = scope.Observed,
            Available = Math.Max(0, limit - settled - held),
            Limit = limit,
            State = StateOf(settled, limit),
        };
    }

    private static string StateOf(long settled, long limit)
    {
        var hundredfold = (Int128)settled * 100;
        return hundredfold >= (Int128)limit * 100 ? "exhausted" : hundredfold >= (Int128)limit * 95 ? "critical" : hundredfold >= (Int128)limit * 80 ? "warning" : "ok";
    }
}
