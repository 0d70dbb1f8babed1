namespace Purser.Budgets;

/// <summary>What a limit counts (budgets R2). Wire names: <c>usd</c>, <c>tokens:total</c>, <c>tokens:input</c>, <c>tokens:output</c>, <c>requests</c>.</summary>
public enum BudgetUnit
{
    /// <summary>Nano-USD.</summary>
    Usd,

    /// <summary>All tokens.</summary>
    TokensTotal,

    /// <summary>Input tokens.</summary>
    TokensInput,

    /// <summary>Output tokens.</summary>
    TokensOutput,

    /// <summary>Calls.</summary>
    Requests,
}
