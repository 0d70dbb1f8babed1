using System.Text.Json.Serialization;

namespace Purser.Pricing;

/// <summary>What one model costs at one provider between two instants (providers 5). Immutable, safe to share.</summary>
public sealed record PriceRow
{
    private const decimal DearestRate = 1_000_000m;

    /// <summary>Stable id, kept on every event that was charged at this row: <c>openai/gpt-5.6-sol@2026-08-01</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The provider's one spelling, or an upstream's name.</summary>
    public required string Provider { get; init; }

    /// <summary>The model's id at that provider; compared without case.</summary>
    public required string Model { get; init; }

    // The setter takes null because the JSON reader assigns it where the file has no aliases.
    /// <summary>Other ids of the very same model and price.</summary>
    public IReadOnlyList<string> Aliases { get; init => field = value ?? []; } = [];

    /// <summary>The ordinary rates; input and output must be present.</summary>
    public required RateCard Rates { get; init; }

    /// <summary>Long-context rates; null: none.</summary>
    public TierRates? Tier { get; init; }

    /// <summary>Batch rates; leaves without a column follow in proportion. Null: <see cref="BatchMultiplier"/>.</summary>
    public RateCard? Batch { get; init; }

    /// <summary>Flex service-tier rates; null: not offered.</summary>
    public RateCard? Flex { get; init; }

    /// <summary>Priority service-tier rates; null: not offered.</summary>
    public RateCard? Priority { get; init; }

    /// <summary>Factor of batch calls where <see cref="Batch"/> is null; null: no batch price.</summary>
    public decimal? BatchMultiplier { get; init; }

    /// <summary>Factors by name: <c>inference_geo_us</c>, <c>speed_fast</c>, <c>regional_processing_eu_us</c>.</summary>
    public IReadOnlyDictionary<string, decimal>? Multipliers { get; init; }

    /// <summary>USD per thousand web searches by the provider's tool.</summary>
    [JsonPropertyName("web_search_per_1k")]
    public decimal? WebSearchPer1k { get; init; }

    /// <summary>USD per million citation tokens.</summary>
    public decimal? Citation { get; init; }

    /// <summary>USD per thousand search queries.</summary>
    [JsonPropertyName("search_per_1k")]
    public decimal? SearchPer1k { get; init; }

    /// <summary>USD per thousand requests, at most; what was really charged depends on facts a response does not state.</summary>
    [JsonPropertyName("request_fee_per_1k_max")]
    public decimal? RequestFeePer1kMax { get; init; }

    /// <summary>Whether the provider writes (and bills) caches without being asked.</summary>
    public bool AutomaticCacheWrites { get; init; }

    /// <summary>Context window in tokens; null: unknown.</summary>
    public long? ContextWindow { get; init; }

    /// <summary>Most input tokens of one request; null: unknown.</summary>
    public long? MaxInput { get; init; }

    /// <summary>Most output tokens of one answer; null: unknown.</summary>
    public long? MaxOutput { get; init; }

    /// <summary>First instant in force, UTC; null: since ever. JSON takes a date (its first instant) or an instant.</summary>
    [JsonConverter(typeof(EffectiveFromConverter))]
    public DateTimeOffset? EffectiveFrom { get; init; }

    /// <summary>Last instant in force, inclusive, UTC; null: still. JSON takes a date (to the end of that UTC day) or an instant.</summary>
    [JsonConverter(typeof(EffectiveToConverter))]
    public DateTimeOffset? EffectiveTo { get; init; }

    /// <summary>When the provider retires the model, as it announced it; informational.</summary>
    public DateOnly? DeprecationDate { get; init; }

    /// <summary>The day the figures were read.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Where the figures were read: <c>litellm</c>, <c>user</c>, …</summary>
    public required string Source { get; init; }

    /// <summary>How a second source compared; null: not compared.</summary>
    public string? CrossCheck { get; init; }

    /// <summary>Remarks for people.</summary>
    public string? Notes { get; init; }

    /// <summary>Whether this row is the price at that instant (providers 6 rule 8).</summary>
    public bool InForce(DateTimeOffset at) => !(at < EffectiveFrom) && !(at > EffectiveTo);

    /// <summary>What is wrong with the row, in a sentence; null when it is usable.</summary>
    public string? Problem() => this switch
    {
        { Id.Length: 0 } or { Provider.Length: 0 } or { Model.Length: 0 } => "id, provider and model must not be empty",
        { Rates.Input: null } or { Rates.Output: null } => "rates.input and rates.output are required",
        _ when Rates.AnyNegative() || Batch?.AnyNegative() == true || Flex?.AnyNegative() == true || Priority?.AnyNegative() == true => "rates must not be negative",
        _ when Tier?.Valid() == false || BatchMultiplier < 0 || Citation < 0 || WebSearchPer1k < 0 || SearchPer1k < 0 || RequestFeePer1kMax < 0 => "rates must not be negative",
        _ when Multipliers?.Values.Any(factor => factor is < 0 or > 1000) == true => "multipliers must lie between 0 and 1000",
        _ when Math.Max(Rates.Dearest(), Math.Max(Tier?.Input ?? 0, Tier?.Output ?? 0)) > DearestRate => "rates are USD per million tokens and must not exceed 1000000",
        _ when EffectiveTo < EffectiveFrom => "effective_to lies before effective_from",
        _ when MaxOutput < 0 || MaxInput < 0 || ContextWindow < 0 => "token limits must not be negative",
        _ => null,
    };
}
