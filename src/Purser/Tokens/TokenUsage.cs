namespace Purser.Tokens;

/// <summary>
/// The disjoint usage vector of one model call: eight token counts that never overlap, so that their sum is the total
/// (providers 2). <c>default</c> is a call that used nothing, which is an observation; a call whose usage is unknown has no vector at all.
/// </summary>
/// <remarks>Every count is ≥ 0; sums are checked. Immutable, safe to share.</remarks>
public readonly record struct TokenUsage
{
    /// <summary>Full-price input: text, images, documents, tool results.</summary>
    public long InputUncached { get; init; }

    /// <summary>Audio input that did not come from a cache.</summary>
    public long InputAudio { get; init; }

    /// <summary>Input of any modality that was served from a cache.</summary>
    public long CacheRead { get; init; }

    /// <summary>Cache writes with a five-minute, a provider-default or an unknown lifetime.</summary>
    public long CacheWrite5m { get; init; }

    /// <summary>Cache writes with a one-hour lifetime.</summary>
    public long CacheWrite1h { get; init; }

    /// <summary>Visible output other than audio.</summary>
    public long OutputText { get; init; }

    /// <summary>Audio output.</summary>
    public long OutputAudio { get; init; }

    /// <summary>Thinking and reasoning, visible or hidden.</summary>
    public long OutputReasoning { get; init; }

    /// <summary>All input, cached or not: what OpenTelemetry calls <c>input_tokens</c>.</summary>
    public long InputTotal => checked(InputUncached + InputAudio + CacheRead + CacheWrite5m + CacheWrite1h);

    /// <summary>All output, reasoning included.</summary>
    public long OutputTotal => checked(OutputText + OutputAudio + OutputReasoning);

    /// <summary>The sum of the eight leaves.</summary>
    public long Total => checked(InputTotal + OutputTotal);

    /// <summary>Adds two calls leaf by leaf. Only distinct calls may be added; partial records of one call merge by maximum (R38).</summary>
    /// <exception cref="OverflowException">A leaf exceeds <see cref="long.MaxValue"/>.</exception>
    public static TokenUsage operator +(TokenUsage left, TokenUsage right) => checked(new TokenUsage
    {
        InputUncached = left.InputUncached + right.InputUncached,
        InputAudio = left.InputAudio + right.InputAudio,
        CacheRead = left.CacheRead + right.CacheRead,
        CacheWrite5m = left.CacheWrite5m + right.CacheWrite5m,
        CacheWrite1h = left.CacheWrite1h + right.CacheWrite1h,
        OutputText = left.OutputText + right.OutputText,
        OutputAudio = left.OutputAudio + right.OutputAudio,
        OutputReasoning = left.OutputReasoning + right.OutputReasoning,
    });

    /// <summary>Takes one call away from a sum leaf by leaf, as a reversal does (R37); leaves of the result may be negative.</summary>
    public static TokenUsage operator -(TokenUsage left, TokenUsage right) => checked(new TokenUsage
    {
        InputUncached = left.InputUncached - right.InputUncached,
        InputAudio = left.InputAudio - right.InputAudio,
        CacheRead = left.CacheRead - right.CacheRead,
        CacheWrite5m = left.CacheWrite5m - right.CacheWrite5m,
        CacheWrite1h = left.CacheWrite1h - right.CacheWrite1h,
        OutputText = left.OutputText - right.OutputText,
        OutputAudio = left.OutputAudio - right.OutputAudio,
        OutputReasoning = left.OutputReasoning - right.OutputReasoning,
    });
}
