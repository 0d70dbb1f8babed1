namespace Purser.Budgets;

/// <summary>Says why a call was refused and what the smallest remedy is (budgets R10).</summary>
internal static class Refusals
{
    public static BudgetRefusal Of(in HoldTarget target, string reason, long? requested, long? fitting) => new()
    {
        BudgetId = target.Budget.Name,
        Scope = target.Scope.Values,
        Window = target.Budget.Window.ToString(),
        Unit = target.Budget.Limit.Unit,
        Limit = target.Limit,
        Admitted = target.Scope.Admitted,
        Held = target.Scope.Held,
        Observed = target.Scope.Observed,
        RequestedHold = requested,
        Available = target.Available,
        ResetsAt = target.Instance.Instance.ResetsAt,
        Reason = reason,
        Remedy = Remedy(target, reason, fitting),
        FittingOutput = fitting,
    };

    private static string Remedy(in HoldTarget target, string reason, long? fitting)
    {
        var name = target.Budget.Name;
        return reason switch
        {
            _ when fitting is { } output => $"max_tokens <= {output} would fit",
            RefusalReasons.Unpriced => $"set a price for the model, or make budget '{name}' guarded",
            RefusalReasons.Unboundable => $"send a request whose input can be bounded, or make budget '{name}' guarded",
            RefusalReasons.AdvisoryBound => $"use a model whose output limit is kept, or make budget '{name}' guarded",
            RefusalReasons.Instances => $"raise max_instances of budget '{name}'",
            RefusalReasons.ClientValues => $"add a shared strict budget above '{name}', or let a key or the host set '{target.Budget.Each}'",
            RefusalReasons.Approval => $"approve by an override: purser budget override {name}",
            RefusalReasons.HoldShare => $"ask for less: one call may hold at most {target.Budget.MaxHoldShare} % of budget '{name}'",
            _ when target.Instance.Instance.ResetsAt is { } resets => $"wait until {resets.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}, or raise the limit: purser budget override {name}",
            _ => $"raise the limit: purser budget override {name}",
        };
    }
}
