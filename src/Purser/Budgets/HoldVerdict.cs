namespace Purser.Budgets;

/// <summary>How a hold request ended.</summary>
public enum HoldVerdict
{
    /// <summary>No budget matched: nothing is held, nothing may be touched (R7).</summary>
    Unbudgeted,

    /// <summary>Every matched budget admitted it; the hold is durable.</summary>
    Admitted,

    /// <summary>A budget refused it (R10); nothing is held.</summary>
    Refused,

    /// <summary>The idempotency key is in use by a call still running with the same content (R35): 409 <c>in_progress</c>.</summary>
    InProgress,

    /// <summary>The idempotency key was used by a call that ended, with the same content (R35): 409 <c>already_done</c>.</summary>
    AlreadyDone,

    /// <summary>The idempotency key was used with other content (R35): 409.</summary>
    KeyReused,
}
