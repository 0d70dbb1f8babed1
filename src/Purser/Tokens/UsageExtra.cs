namespace Purser.Tokens;

/// <summary>Facts that a response states beside its token counts (providers 2). Null: not stated.</summary>
public sealed record UsageExtra
{
    /// <summary>No fact at all.</summary>
    public static UsageExtra None { get; } = new();

    /// <summary>What the provider says the call cost, in USD; informational, never added to ours (providers 6 rule 7).</summary>
    public decimal? ProviderCostUsd { get; init; }

    /// <summary>Web searches run by the provider's own tool.</summary>
    public long? WebSearchRequests { get; init; }

    /// <summary>Web pages fetched by the provider's own tool.</summary>
    public long? WebFetchRequests { get; init; }

    /// <summary>Citation tokens, priced apart from the leaves (Perplexity).</summary>
    public long? CitationTokens { get; init; }

    /// <summary>Search queries run (Perplexity).</summary>
    public long? NumSearchQueries { get; init; }

    /// <summary>Sources used (xAI).</summary>
    public long? NumSourcesUsed { get; init; }

    /// <summary>The audio part of <see cref="TokenUsage.CacheRead"/>.</summary>
    public long? CacheReadAudio { get; init; }

    /// <summary>Tool-use prompt tokens, already inside <see cref="TokenUsage.InputUncached"/> (Gemini).</summary>
    public long? ToolUsePrompt { get; init; }

    /// <summary>Unbilled raw input tokens (Cohere).</summary>
    public long? RawInputTokens { get; init; }

    /// <summary>Unbilled raw output tokens (Cohere).</summary>
    public long? RawOutputTokens { get; init; }

    /// <summary>Distinct requests that a transcript was folded from.</summary>
    public long? Requests { get; init; }

    /// <summary>The service tier that served the call, as the provider spells it.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>The region that inference ran in, as the provider spells it.</summary>
    public string? InferenceGeo { get; init; }

    /// <summary>The speed mode that served the call (Anthropic).</summary>
    public string? Speed { get; init; }
}
