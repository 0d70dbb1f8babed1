namespace Purser.Budgets;

/// <summary>An amount in every unit at once, so that one hold serves budgets of any unit (budgets R2, R3). Null: not known in that unit.</summary>
/// <param name="CostNano">Nano-USD; null when unpriced.</param>
/// <param name="InputTokens">Input tokens.</param>
/// <param name="OutputTokens">Output tokens.</param>
/// <param name="TotalTokens">All tokens: the sum of both, or a number of the caller's own.</param>
/// <param name="Requests">Calls; 1 for an ordinary hold.</param>
public readonly record struct Amounts(long? CostNano, long? InputTokens, long? OutputTokens, long? TotalTokens, long Requests = 1)
{
    /// <summary>The amount in one unit; null when not known.</summary>
    public long? In(BudgetUnit unit) => unit switch
    {
        BudgetUnit.Usd => CostNano,
        BudgetUnit.TokensTotal => TotalTokens,
        BudgetUnit.TokensInput => InputTokens,
        BudgetUnit.TokensOutput => OutputTokens,
        BudgetUnit.Requests => Requests,
        _ => throw new ArgumentOutOfRangeException(nameof(unit)),
    };
}
