namespace Purser.Pricing;

/// <summary>The dearest price that a request can have (budgets R5).</summary>
internal static class BoundPricer
{
    public static decimal MicroUsd(PriceRow row, BoundRequest call)
    {
        List<string>? unused = null;
        // The tier asked for is not always the tier that serves; ordinary rates are the floor of a hold.
        var columns = CostCalculator.ServiceColumns(row, call.ServiceTier, ref unused);
        var reachesTier = row.Tier is { } tier && call.InputTokens > tier.Above;
        var rates = AppliedRates.Of(row, tiered: false, columns).Max(AppliedRates.Of(row, tiered: false, service: null));
        if (reachesTier)
            rates = rates.Max(AppliedRates.Of(row, tiered: true, columns)).Max(AppliedRates.Of(row, tiered: true, service: null));
        var tokens = (call.InputTokens * InputRate(row, call, rates)) + (call.OutputTokens * OutputRate(call, rates));
        var factor = Math.Max(1m, CostCalculator.Multiplier(row, call.InferenceGeo ?? DearestGeo(row), call.Speed, ref unused));
        var fees = ((call.ServerToolUses * (row.WebSearchPer1k ?? 0m)) + (row.RequestFeePer1kMax ?? 0m)) * 1_000m;
        return (tokens * factor) + fees;
    }

    // A workspace may have a geography of its own that the request does not name.
    private static string? DearestGeo(PriceRow row) => row.Multipliers?.ContainsKey("inference_geo_us") == true ? "us" : null;

    private static decimal InputRate(PriceRow row, BoundRequest call, AppliedRates rates)
    {
        var rate = Math.Max(rates.Input, rates.CacheRead);
        if (call.Audio)
            rate = Math.Max(rate, rates.InputAudio);
        return call.WritesCache || row.AutomaticCacheWrites ? Math.Max(rate, Math.Max(rates.CacheWrite5m, rates.CacheWrite1h)) : rate;
    }

    private static decimal OutputRate(BoundRequest call, AppliedRates rates)
    {
        var rate = Math.Max(rates.Output, rates.Reasoning);
        return call.Audio ? Math.Max(rate, rates.OutputAudio) : rate;
    }
}
