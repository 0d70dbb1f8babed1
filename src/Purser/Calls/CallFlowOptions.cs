namespace Purser.Calls;

/// <summary>Defaults of the flow of a call.</summary>
public sealed record CallFlowOptions
{
    /// <summary>How long a hold lasts without a heartbeat; default 15 min, at least 1 s (budgets R31).</summary>
    public TimeSpan HoldTimeToLive { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Tokens added to what was received when a stream ends without usage, for what was still under way; default 64, ≥ 0 (budgets R17).</summary>
    public long InFlightMarginTokens { get; init; } = 64;
}
