namespace Purser.Calls;

/// <summary>How a call ended, as far as its cost is concerned (budgets R15–R17).</summary>
public enum CallEnd
{
    /// <summary>A complete answer; its usage, where stated, is final.</summary>
    Complete,

    /// <summary>The upstream was never reached: nothing can have been spent.</summary>
    NotContacted,

    /// <summary>A complete non-2xx answer before any generation (not 408, 504): nothing was spent.</summary>
    Rejected,

    /// <summary>Cancelled, cut, timed out, 408 or 504: something may have been spent.</summary>
    Unknown,
}
