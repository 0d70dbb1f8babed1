namespace Purser.Pricing;

/// <summary>The price of one call, or the fact that there is none.</summary>
/// <param name="Cost">Rounded once, half-even; null when the call is unpriced, which is a state of its own and never 0.</param>
/// <param name="PriceId">The price row that was applied; null when unpriced.</param>
/// <param name="Flags">Fallbacks that were taken, snake_case (<c>cache_read_at_input_rate</c>, …); empty when none.</param>
public sealed record CostResult(NanoUsd? Cost, string? PriceId, IReadOnlyList<string> Flags)
{
    /// <summary>No price row matches.</summary>
    public static CostResult Unpriced { get; } = new(null, null, []);

    /// <summary>Whether a price row matched.</summary>
    public bool Priced => Cost is not null;
}
