namespace Purser.Budgets;

/// <summary>What a threshold does beside its alert (budgets R29).</summary>
public enum ThresholdActionKind
{
    /// <summary>Nothing more.</summary>
    Notify,

    /// <summary>Hints at another model.</summary>
    Hint,

    /// <summary>Lowers the output bound of calls that may be clamped.</summary>
    Clamp,

    /// <summary>Blocks until an override; guarded budgets only.</summary>
    Approval,

    /// <summary>Blocks; guarded budgets only.</summary>
    Block,
}
