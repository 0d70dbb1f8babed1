using Purser.Tokens;

namespace Purser.Pricing;

/// <summary>What is to be priced: one request's vector with the facts that move its price (providers 6).</summary>
public sealed record CostRequest
{
    /// <summary>prices.json's spelling, or an upstream's name.</summary>
    public required string Provider { get; init; }

    /// <summary>The model, as the response (else the request) spelled it.</summary>
    public required string Model { get; init; }

    /// <summary>The request's vector.</summary>
    public required TokenUsage Usage { get; init; }

    /// <summary>The instant of the request: it picks the price row in force.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Tier, region, speed, searches and citations, as the response stated them.</summary>
    public UsageExtra Extra { get; init; } = UsageExtra.None;

    /// <summary>Pieces that are tiered and priced one by one; empty: the vector is one piece.</summary>
    public IReadOnlyList<UsagePart> Parts { get; init; } = [];

    /// <summary>Whether the call ran in a batch.</summary>
    public bool Batch { get; init; }
}
