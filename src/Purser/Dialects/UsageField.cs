namespace Purser.Dialects;

/// <summary>What a number in a usage object counts, before any mapping onto the disjoint vector (providers 1).</summary>
public enum UsageField
{
    /// <summary>The base input count, inclusive or exclusive of cache as its shape says.</summary>
    Input,

    /// <summary>The base output count.</summary>
    Output,

    /// <summary>The total that the provider states.</summary>
    Total,

    /// <summary>Input served from a cache.</summary>
    CacheRead,

    /// <summary>All cache writes.</summary>
    CacheWrite,

    /// <summary>The five-minute part of the cache writes.</summary>
    CacheWrite5m,

    /// <summary>The one-hour part of the cache writes.</summary>
    CacheWrite1h,

    /// <summary>Audio input, cached or not.</summary>
    InputAudio,

    /// <summary>The audio part of the cache reads.</summary>
    CacheReadAudio,

    /// <summary>Audio output.</summary>
    OutputAudio,

    /// <summary>Thinking and reasoning.</summary>
    Reasoning,

    /// <summary>Tool-use prompt beside the base input (Gemini).</summary>
    ToolUsePrompt,

    /// <summary>Input counted beside the base input (Cohere's image tokens, llama.cpp's cached prompt).</summary>
    InputBeside,

    /// <summary>Raw input beside the billed one (Cohere).</summary>
    RawInput,

    /// <summary>Raw output beside the billed one (Cohere).</summary>
    RawOutput,

    /// <summary>Web searches by the provider's tool.</summary>
    WebSearches,

    /// <summary>Web fetches by the provider's tool.</summary>
    WebFetches,

    /// <summary>Citation tokens (Perplexity).</summary>
    Citations,

    /// <summary>Search queries (Perplexity).</summary>
    SearchQueries,

    /// <summary>Sources used (xAI).</summary>
    Sources,
}
