using System.Text.Json.Serialization;

namespace Purser.Pricing;

/// <summary>Long-context rates: a switch for the whole request, never a marginal band (providers 6 rule 3).</summary>
public sealed record TierRates
{
    /// <summary>The rates apply when inclusive input is strictly greater than this many tokens.</summary>
    public required long Above { get; init; }

    /// <summary>Full-price input, USD per million.</summary>
    public required decimal Input { get; init; }

    /// <summary>Output, USD per million.</summary>
    public required decimal Output { get; init; }

    /// <summary>Cache reads; null: the base rate in the proportion of the input rates.</summary>
    public decimal? CacheRead { get; init; }

    /// <summary>Five-minute writes; null as for <see cref="CacheRead"/>.</summary>
    [JsonPropertyName("cache_write_5m")]
    public decimal? CacheWrite5m { get; init; }

    /// <summary>One-hour writes; null as for <see cref="CacheRead"/>.</summary>
    [JsonPropertyName("cache_write_1h")]
    public decimal? CacheWrite1h { get; init; }

    internal bool Valid() => Above >= 0 && Input >= 0 && Output >= 0 && !(CacheRead < 0) && !(CacheWrite5m < 0) && !(CacheWrite1h < 0);
}
