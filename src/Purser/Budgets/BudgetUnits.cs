namespace Purser.Budgets;

/// <summary>The wire names of units and modes, and the arithmetic that depends on a unit.</summary>
public static class BudgetUnits
{
    /// <summary><c>usd</c>, <c>tokens:total</c>, <c>tokens:input</c>, <c>tokens:output</c>, <c>requests</c>.</summary>
    public static string WireName(this BudgetUnit unit) => unit switch
    {
        BudgetUnit.Usd => "usd",
        BudgetUnit.TokensTotal => "tokens:total",
        BudgetUnit.TokensInput => "tokens:input",
        BudgetUnit.TokensOutput => "tokens:output",
        BudgetUnit.Requests => "requests",
        _ => throw new ArgumentOutOfRangeException(nameof(unit)),
    };

    /// <summary><c>strict guarded track audit</c>.</summary>
    public static string WireName(this BudgetMode mode) => mode switch
    {
        BudgetMode.Strict => "strict",
        BudgetMode.Guarded => "guarded",
        BudgetMode.Track => "track",
        BudgetMode.Audit => "audit",
        _ => throw new ArgumentOutOfRangeException(nameof(mode)),
    };

    /// <summary>Whether a call can be refused by it.</summary>
    public static bool Enforces(this BudgetMode mode) => mode is BudgetMode.Strict or BudgetMode.Guarded;

    internal static BudgetUnit? FromWireName(ReadOnlySpan<char> name) => name switch
    {
        "usd" => BudgetUnit.Usd,
        "tokens" or "tokens:total" => BudgetUnit.TokensTotal,
        "tokens:input" => BudgetUnit.TokensInput,
        "tokens:output" => BudgetUnit.TokensOutput,
        "requests" => BudgetUnit.Requests,
        _ => null,
    };

    internal static bool DependsOnOutput(this BudgetUnit unit) => unit is BudgetUnit.Usd or BudgetUnit.TokensTotal or BudgetUnit.TokensOutput;
}
