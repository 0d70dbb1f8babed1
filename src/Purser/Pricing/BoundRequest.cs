namespace Purser.Pricing;

/// <summary>What a request can cost at most, in terms that a price row can answer (budgets R5).</summary>
public sealed record BoundRequest
{
    /// <summary>prices.json's spelling, or an upstream's name.</summary>
    public required string Provider { get; init; }

    /// <summary>The model asked for.</summary>
    public required string Model { get; init; }

    /// <summary>The instant of the request.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Upper bound of all input tokens.</summary>
    public required long InputTokens { get; init; }

    /// <summary>Upper bound of the output tokens of all answers together.</summary>
    public required long OutputTokens { get; init; }

    /// <summary>Whether this body or model writes caches: then the dearest write rate applies to the input.</summary>
    public bool WritesCache { get; init; }

    /// <summary>Whether the request carries or may yield audio.</summary>
    public bool Audio { get; init; }

    /// <summary>The service tier asked for; null: the default one.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>Capped uses of priced server tools.</summary>
    public int ServerToolUses { get; init; }

    /// <summary>The geography asked for; null: the workspace's, which is taken to be the dearest.</summary>
    public string? InferenceGeo { get; init; }

    /// <summary>The speed mode asked for; null: standard.</summary>
    public string? Speed { get; init; }
}
