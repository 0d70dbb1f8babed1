using Purser.Dialects;

namespace Purser.Budgets;

/// <summary>Whether a hold fits every matched instance, and the largest output bound at which it would (budgets R3, R7b, R8, R11, R12). Pure.</summary>
internal static class HoldPlan
{
    private const long FlatNano = 50_000_000;
    private const long FlatTokens = 4_096;

    /// <summary>Output at 1.25 times the bound where it has been seen to be exceeded (R7b).</summary>
    public static long Inflate(long bound, BoundTrust trust) => trust == BoundTrust.Observed ? checked(bound + ((bound + 3) / 4)) : bound;

    /// <summary>Fills each target's amount and reason; true when every enforcing one fits.</summary>
    public static bool Evaluate(Span<HoldTarget> targets, HoldRequest request, in Amounts amounts)
    {
        var fits = true;
        foreach (ref var target in targets)
        {
            target.Reason = Check(ref target, request, amounts);
            fits &= target.Reason is null || !target.Mode.Enforces();
        }

        return fits;
    }

    /// <summary>The largest bound from <paramref name="least"/> to below <paramref name="bound"/> that fits; null when none does.</summary>
    public static long? LargestFit(Span<HoldTarget> targets, HoldRequest request, long least, long bound)
    {
        if (least >= bound || !Evaluate(targets, request, request.AtOutputBound(Inflate(least, request.Trust))))
            return null;
        var (low, high) = (least, bound - 1);
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            if (Evaluate(targets, request, request.AtOutputBound(Inflate(middle, request.Trust))))
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

    private static string? Check(ref HoldTarget target, HoldRequest request, in Amounts amounts)
    {
        var unit = target.Budget.Limit.Unit;
        var known = amounts.In(unit);
        var bounded = unit == BudgetUnit.Requests || (request.Unboundable is null && known is not null);
        target.Amount = bounded ? known!.Value : target.Mode == BudgetMode.Guarded ? Flat(target.Budget) : known ?? 0;
        if (target.Mode is BudgetMode.Strict or BudgetMode.Audit)
        {
            if (!bounded)
                return request.Unboundable is null && unit == BudgetUnit.Usd ? RefusalReasons.Unpriced : RefusalReasons.Unboundable;
            if (request.Trust == BoundTrust.Advisory && unit.DependsOnOutput())
                return RefusalReasons.AdvisoryBound;
        }

        if (Blocked(target) is { } blocked)
            return blocked;
        if (target.Amount > target.Limit - target.Used)
            return RefusalReasons.Limit;
        return unit != BudgetUnit.Requests && (Int128)target.Amount * 100 > (Int128)target.Limit * target.Budget.MaxHoldShare ? RefusalReasons.HoldShare : null;
    }

    private static string? Blocked(in HoldTarget target)
    {
        if (target.Budget.Actions.Count == 0 || target.Mode != BudgetMode.Guarded)
            return null;
        foreach (var action in target.Budget.Actions)
            if (action.Kind is ThresholdActionKind.Block or ThresholdActionKind.Approval && Thresholds.Reached(target.Budget, action.Percent, target.Scope.Settled, target.Limit))
                return action.Kind == ThresholdActionKind.Approval ? RefusalReasons.Approval : RefusalReasons.Threshold;
        return null;
    }

    private static long Flat(BudgetDefinition budget) => budget.FlatHold ?? budget.Limit.Unit switch
    {
        BudgetUnit.Usd => FlatNano,
        BudgetUnit.Requests => 1,
        _ => FlatTokens,
    };
}
