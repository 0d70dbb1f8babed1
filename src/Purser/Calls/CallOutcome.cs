using Purser.Budgets;
using Purser.Tokens;

namespace Purser.Calls;

/// <summary>What became of an admitted call.</summary>
public sealed record CallOutcome
{
    /// <summary>How it ended.</summary>
    public required CallEnd End { get; init; }

    /// <summary>What was read of the answer; null when nothing was.</summary>
    public UsageReading? Reading { get; init; }

    /// <summary>Amounts stated by the caller of a reservation instead of a reading (R1: they settle as charged and provider cost).</summary>
    public Amounts? Stated { get; init; }

    /// <summary>Upper bound, in tokens, of the visible output received so far; used when usage is unknown (R17).</summary>
    public long ReceivedOutputBound { get; init; }

    /// <summary>Whether the provider may have produced output that was never sent (reasoning): then an unknown end costs the whole hold.</summary>
    public bool HiddenOutputPossible { get; init; }

    /// <summary>1 for the first attempt (R20).</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Whether more attempts of this reservation will follow: the hold stays open.</summary>
    public bool MoreAttempts { get; init; }

    /// <summary>The provider's HTTP status.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>From admission to the first content byte.</summary>
    public TimeSpan? TimeToFirstToken { get; init; }

    /// <summary>Whether the call ran in a batch.</summary>
    public bool Batch { get; init; }
}
