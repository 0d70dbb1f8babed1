namespace Purser.Budgets;

/// <summary>One instance of a budget as it stands at one instant, in the budget's unit.</summary>
public sealed record BudgetInstanceView
{
    /// <summary>The matched selector values: <c>{"user":"alice"}</c>.</summary>
    public required IReadOnlyDictionary<string, string> Key { get; init; }

    /// <summary>UTC; null for a total.</summary>
    public DateTimeOffset? WindowStart { get; init; }

    /// <summary>UTC; null when it never resets.</summary>
    public DateTimeOffset? ResetsAt { get; init; }

    /// <summary>Admitted, adjusted and observed together.</summary>
    public required long Settled { get; init; }

    /// <summary>Open holds.</summary>
    public required long Held { get; init; }

    /// <summary>The part of <see cref="Settled"/> that was only heard of.</summary>
    public long Observed { get; init; }

    /// <summary>What would still fit, ≥ 0.</summary>
    public required long Available { get; init; }

    /// <summary>The limit in force.</summary>
    public required long Limit { get; init; }

    /// <summary><c>ok</c>, <c>warning</c> from 80 %, <c>critical</c> from 95 %, <c>exhausted</c> from 100 % settled.</summary>
    public required string State { get; init; }
}
