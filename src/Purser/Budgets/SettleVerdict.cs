namespace Purser.Budgets;

/// <summary>How a settlement, release or correction ended.</summary>
public enum SettleVerdict
{
    /// <summary>Recorded.</summary>
    Settled,

    /// <summary>The same had been recorded before: nothing was done (R36).</summary>
    Repeated,

    /// <summary>Other values had been recorded before, or the hold had expired: an adjusting entry was written (R18).</summary>
    Corrected,

    /// <summary>Other values had been recorded before, or the hold was given back: nothing was done (R36: 409).</summary>
    Conflict,

    /// <summary>No such reservation.</summary>
    NotFound,
}
