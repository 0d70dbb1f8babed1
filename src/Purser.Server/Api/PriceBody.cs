namespace Purser.Server.Api;

/// <summary>Body of <c>PUT /prices/{provider}/{model}</c>: USD per million tokens.</summary>
internal sealed record PriceBody
{
    public decimal? Input { get; init; }

    public decimal? Output { get; init; }

    public decimal? CacheRead { get; init; }

    [System.Text.Json.Serialization.JsonPropertyName("cache_write_5m")]
    public decimal? CacheWrite5m { get; init; }

    [System.Text.Json.Serialization.JsonPropertyName("cache_write_1h")]
    public decimal? CacheWrite1h { get; init; }

    public decimal? InputAudio { get; init; }

    public decimal? OutputAudio { get; init; }

    public decimal? Reasoning { get; init; }

    /// <summary>First instant in force; null: since ever.</summary>
    public DateTimeOffset? EffectiveFrom { get; init; }

    public long? MaxOutput { get; init; }

    public long? ContextWindow { get; init; }
}
