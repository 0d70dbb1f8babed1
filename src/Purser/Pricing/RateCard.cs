using System.Text.Json.Serialization;

namespace Purser.Pricing;

/// <summary>Rates in USD per million tokens, one for each leaf of the usage vector. Null: not published, which is never 0 (providers 5).</summary>
public sealed record RateCard
{
    /// <summary>Full-price input.</summary>
    public decimal? Input { get; init; }

    /// <summary>Visible output.</summary>
    public decimal? Output { get; init; }

    /// <summary>Input served from a cache; falls back to <see cref="Input"/>, flagged.</summary>
    public decimal? CacheRead { get; init; }

    /// <summary>Cache writes of five minutes or the provider's default; falls back to <see cref="Input"/>.</summary>
    [JsonPropertyName("cache_write_5m")]
    public decimal? CacheWrite5m { get; init; }

    /// <summary>Cache writes of one hour; falls back to twice <see cref="Input"/> for Anthropic's models, else as the short ones.</summary>
    [JsonPropertyName("cache_write_1h")]
    public decimal? CacheWrite1h { get; init; }

    /// <summary>Audio input; falls back to <see cref="Input"/>, flagged because that is usually far too low.</summary>
    public decimal? InputAudio { get; init; }

    /// <summary>Audio output; falls back to <see cref="Output"/>, flagged.</summary>
    public decimal? OutputAudio { get; init; }

    /// <summary>Reasoning; falls back to <see cref="Output"/>.</summary>
    public decimal? Reasoning { get; init; }

    internal bool AnyNegative() =>
        Input < 0 || Output < 0 || CacheRead < 0 || CacheWrite5m < 0 || CacheWrite1h < 0 || InputAudio < 0 || OutputAudio < 0 || Reasoning < 0;

    internal decimal Dearest() => new[] { Input, Output, CacheRead, CacheWrite5m, CacheWrite1h, InputAudio, OutputAudio, Reasoning }.Max() ?? 0;
}
