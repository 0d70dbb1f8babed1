namespace Purser.Budgets;

/// <summary>A matched instance while a hold is decided.</summary>
internal struct HoldTarget
{
    public required ScopeState Scope { get; init; }

    public required InstanceState Instance { get; init; }

    /// <summary>The limit in force, overrides included.</summary>
    public required long Limit { get; init; }

    /// <summary>What counts against it, rolling buckets included.</summary>
    public required long Used { get; init; }

    /// <summary>What would be held.</summary>
    public long Amount { get; set; }

    /// <summary>Why it does not fit; null when it does.</summary>
    public string? Reason { get; set; }

    public readonly BudgetDefinition Budget => Scope.Budget.Definition;

    public readonly BudgetMode Mode => Scope.Budget.Mode;

    public readonly long Available => Math.Max(0, checked(Limit - Used));
}
