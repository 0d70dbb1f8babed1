namespace Purser.Tokens;

/// <summary>What a reader noticed while reading one call's usage (providers 3). Wire names are the snake_case forms, sorted.</summary>
[Flags]
public enum UsageFlags
{
    /// <summary>Nothing to remark.</summary>
    None = 0,

    /// <summary>A count had a type that is no number.</summary>
    BadType = 1 << 0,

    /// <summary>The breakdown of cache writes by lifetime did not add up to their total.</summary>
    CacheWriteMismatch = 1 << 1,

    /// <summary>A count had a fraction.</summary>
    Fractional = 1 << 2,

    /// <summary>The counts came from response headers.</summary>
    FromHeaders = 1 << 3,

    /// <summary>Input was taken as exclusive of cache although its name suggests otherwise.</summary>
    InputExclusive = 1 << 4,

    /// <summary>Input was taken as inclusive of cache although its dialect is exclusive.</summary>
    InputInclusive = 1 << 5,

    /// <summary>The base input count was absent.</summary>
    InputMissing = 1 << 6,

    /// <summary>The call is the sum of its iterations, because the top level omits some (Anthropic compaction).</summary>
    IterationsSummed = 1 << 7,

    /// <summary>An event of the stream could not be read and was skipped.</summary>
    MalformedEvent = 1 << 8,

    /// <summary>A line of the transcript could not be read and was skipped.</summary>
    MalformedLine = 1 << 9,

    /// <summary>A count was negative.</summary>
    Negative = 1 << 10,

    /// <summary>A count exceeded 2^53 - 1.</summary>
    OutOfRange = 1 << 11,

    /// <summary>The base output count was absent.</summary>
    OutputMissing = 1 << 12,

    /// <summary>The provider reported an error after usage had begun.</summary>
    ProviderError = 1 << 13,

    /// <summary>Reasoning stood outside the output count.</summary>
    ReasoningAdditive = 1 << 14,

    /// <summary>The stream ended before its terminal event.</summary>
    StreamTruncated = 1 << 15,

    /// <summary>A count was a string of digits.</summary>
    StringNumber = 1 << 16,

    /// <summary>A part exceeded its whole and was cut down to it.</summary>
    SubsetClamped = 1 << 17,

    /// <summary>The reported total disagrees with the leaves.</summary>
    TotalMismatch = 1 << 18,
}
