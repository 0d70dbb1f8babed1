namespace Purser.Budgets;

/// <summary>Why a call was refused, with every field of budgets R10. Amounts are in the budget's own unit.</summary>
public sealed record BudgetRefusal
{
    /// <summary>The budget's name.</summary>
    public required string BudgetId { get; init; }

    /// <summary>The matched selector values of the refusing instance.</summary>
    public required IReadOnlyDictionary<string, string> Scope { get; init; }

    /// <summary>The window, as <c>budget set</c> spells it.</summary>
    public required string Window { get; init; }

    /// <summary>What the limit counts.</summary>
    public required BudgetUnit Unit { get; init; }

    /// <summary>The limit in force, overrides included.</summary>
    public required long Limit { get; init; }

    /// <summary>Settled (admitted + adjusted).</summary>
    public required long Admitted { get; init; }

    /// <summary>Open holds.</summary>
    public required long Held { get; init; }

    /// <summary>Observed spend.</summary>
    public required long Observed { get; init; }

    /// <summary>The hold that did not fit; null when the call could not be bounded.</summary>
    public long? RequestedHold { get; init; }

    /// <summary>What would have fitted.</summary>
    public required long Available { get; init; }

    /// <summary>When the window resets, UTC; null when it never does.</summary>
    public DateTimeOffset? ResetsAt { get; init; }

    /// <summary><c>limit</c>, <c>hold_share</c>, <c>unboundable</c>, <c>unpriced</c>, <c>advisory_bound</c>, <c>instances</c>, <c>approval</c>, <c>threshold</c> (R29), <c>client_values</c> (R3).</summary>
    public required string Reason { get; init; }

    /// <summary>The smallest remedy, in a sentence.</summary>
    public required string Remedy { get; init; }

    /// <summary>The largest output limit that would fit; null when none would.</summary>
    public long? FittingOutput { get; init; }
}
