using Purser.Ledger;

namespace Purser.Budgets;

/// <summary>A threshold that a budget instance has just crossed (budgets R28).</summary>
public sealed record BudgetAlert
{
    /// <summary>UUIDv7: the stable id of its ledger entry and outbox row.</summary>
    public required Guid Id { get; init; }

    /// <summary>The budget.</summary>
    public required string BudgetId { get; init; }

    /// <summary>The matched selector values: <c>{"user":"alice"}</c>.</summary>
    public required IReadOnlyDictionary<string, string> Scope { get; init; }

    /// <summary>The counter.</summary>
    public required BudgetInstance Instance { get; init; }

    /// <summary>Percent of the limit, 1 to 1000.</summary>
    public required int Threshold { get; init; }

    /// <summary>Whether it is the highest of those crossed in one step: receivers that show one alert only take this (sigil 90).</summary>
    public required bool Highest { get; init; }

    /// <summary>The unit of the amounts.</summary>
    public required BudgetUnit Unit { get; init; }

    /// <summary>The limit in force.</summary>
    public required long Limit { get; init; }

    /// <summary>Settled, what is being committed included.</summary>
    public required long Settled { get; init; }

    /// <summary>Open holds.</summary>
    public required long Held { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset At { get; init; }
}
