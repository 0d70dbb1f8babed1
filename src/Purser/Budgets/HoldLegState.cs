namespace Purser.Budgets;

/// <summary>One leg of an open reservation. Guarded by the engine's lock.</summary>
internal struct HoldLegState
{
    public required InstanceState Instance { get; init; }

    /// <summary>Null once the budget is gone.</summary>
    public ScopeState? Scope { get; init; }

    public required BudgetUnit Unit { get; init; }

    public required BudgetMode Mode { get; init; }

    /// <summary>What a new attempt is held for again (R20).</summary>
    public required long Asked { get; init; }

    /// <summary>Whether this hold is the one that opened the instance's window (R23).</summary>
    public bool Opens { get; init; }

    /// <summary>What is held now; attempts that settled took their part.</summary>
    public long Held { get; set; }
}
