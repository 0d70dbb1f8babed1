using System.Text.Json;
using Purser.Ledger;

namespace Purser.Budgets;

public sealed partial class BudgetEngine
{
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
        // The document lists every override in force: two that are written at the same time would each leave the other out.
        await _defining.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await OverrideAloneAsync(name, by, until, who, reason, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _defining.Release();
        }
    }

    private async Task<BudgetOverride> OverrideAloneAsync(string name, BudgetLimit by, DateTimeOffset? until, string who, string reason, CancellationToken cancellationToken)
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
}
