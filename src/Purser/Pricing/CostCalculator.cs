using Purser.Tokens;

namespace Purser.Pricing;

/// <summary>The cost rules of providers 6: exact decimal, one half-even rounding at the end.</summary>
internal static class CostCalculator
{
    // USD per million tokens times tokens is millionths of a dollar: a thousand nano-dollars each.
    private const decimal NanoPerMicro = 1_000m;

    public static decimal MicroUsd(PriceRow row, TokenUsage usage, CostRequest call, ref List<string>? flags)
    {
        var tiered = row.Tier is { } tier && usage.InputTotal > tier.Above;
        var batch = call.Batch || IsTier(call.Extra.ServiceTier, "batch");
        var service = batch ? row.Batch : ServiceColumns(row, call.Extra.ServiceTier, ref flags);
        var rates = AppliedRates.Of(row, tiered, service);
        NoteFallbacks(row, usage, ref flags);
        var sum = (usage.InputUncached * rates.Input) + (usage.InputAudio * rates.InputAudio) + (usage.CacheRead * rates.CacheRead)
            + (usage.CacheWrite5m * rates.CacheWrite5m) + (usage.CacheWrite1h * rates.CacheWrite1h)
            + (usage.OutputText * rates.Output) + (usage.OutputAudio * rates.OutputAudio) + (usage.OutputReasoning * rates.Reasoning);
        return sum * BatchFactor(row, batch, ref flags) * Multiplier(row, call.Extra.InferenceGeo, call.Extra.Speed, ref flags);
    }

    /// <summary>Searches and citations, priced apart from the leaves and from every multiplier.</summary>
    public static decimal ExtrasMicroUsd(PriceRow row, UsageExtra extra, ref List<string>? flags)
    {
        if (row.RequestFeePer1kMax is not null)
            Note(ref flags, CostFlags.RequestFeeExcluded);
        return (Counted(extra.WebSearchRequests, row.WebSearchPer1k, ref flags) * 1_000m)
            + (Counted(extra.NumSearchQueries, row.SearchPer1k ?? Included(row), ref flags) * 1_000m)
            + Counted(extra.CitationTokens, row.Citation ?? Included(row), ref flags);
    }

    public static NanoUsd Round(decimal microUsd) =>
        new(decimal.ToInt64(decimal.Round(microUsd * NanoPerMicro, 0, MidpointRounding.ToEven)));

    public static NanoUsd Ceiling(decimal microUsd) => new(decimal.ToInt64(decimal.Ceiling(microUsd * NanoPerMicro)));

    /// <summary>Geography and speed; a name without a factor costs nothing more, but speed without one is remarked.</summary>
    public static decimal Multiplier(PriceRow row, string? geo, string? speed, ref List<string>? flags)
    {
        var factor = geo is null ? 1m : GeoFactor(row, geo);
        if (speed is null || IsTier(speed, "standard"))
            return factor;
        if (Factor(row, $"speed_{speed.ToLowerInvariant()}") is { } fast)
            return factor * fast;
        Note(ref flags, CostFlags.SpeedUnpriced);
        return factor;
    }

    /// <summary>The columns of a service tier; null: ordinary rates.</summary>
    public static RateCard? ServiceColumns(PriceRow row, string? tier, ref List<string>? flags)
    {
        if (string.IsNullOrEmpty(tier) || IsTier(tier, "default") || IsTier(tier, "standard") || IsTier(tier, "standard_only") || IsTier(tier, "auto") || IsTier(tier, "on_demand"))
            return null;
        var columns = IsTier(tier, "flex") ? row.Flex : IsTier(tier, "priority") ? row.Priority : null;
        if (columns is null && !IsTier(tier, "batch"))
            Note(ref flags, CostFlags.ServiceTierUnpriced);
        return columns;
    }

    private static decimal GeoFactor(PriceRow row, string geo) =>
        Factor(row, $"inference_geo_{geo.ToLowerInvariant()}")
        ?? (IsTier(geo, "us") || IsTier(geo, "eu") ? Factor(row, "regional_processing_eu_us") : null) ?? 1m;

    private static decimal? Factor(PriceRow row, string name) =>
        row.Multipliers is { } all && all.TryGetValue(name, out var factor) ? factor : null;

    private static decimal BatchFactor(PriceRow row, bool batch, ref List<string>? flags)
    {
        if (!batch || row.Batch is not null)
            return 1m;
        if (row.BatchMultiplier is { } factor)
            return factor;
        Note(ref flags, CostFlags.BatchUnpriced);
        return 1m;
    }

    // A model with a request fee pays for its searches with that fee.
    private static decimal? Included(PriceRow row) => row.RequestFeePer1kMax is null ? null : 0m;

    private static decimal Counted(long? count, decimal? rate, ref List<string>? flags)
    {
        if (count is null or 0)
            return 0m;
        if (rate is null)
            Note(ref flags, CostFlags.SearchUnpriced);
        return count.Value * (rate ?? 0m);
    }

    private static void NoteFallbacks(PriceRow row, TokenUsage usage, ref List<string>? flags)
    {
        var card = row.Rates;
        if (usage.CacheRead > 0 && card.CacheRead is null)
            Note(ref flags, CostFlags.CacheReadAtInputRate);
        if (usage.CacheWrite5m > 0 && card.CacheWrite5m is null)
            Note(ref flags, CostFlags.CacheWriteAtInputRate);
        if (usage.CacheWrite1h > 0 && card.CacheWrite1h is null)
            Note(ref flags, HourWriteFallback(row));
        if ((usage.InputAudio > 0 && card.InputAudio is null) || (usage.OutputAudio > 0 && card.OutputAudio is null))
            Note(ref flags, CostFlags.AudioAtTextRate);
    }

    private static string HourWriteFallback(PriceRow row) =>
        AppliedRates.BillsHourWritesDouble(row) ? CostFlags.CacheWrite1hAtDoubleInputRate
        : row.Rates.CacheWrite5m is null ? CostFlags.CacheWriteAtInputRate
        : CostFlags.CacheWrite1hAt5mRate;

    private static void Note(ref List<string>? flags, string flag)
    {
        flags ??= [];
        if (!flags.Contains(flag))
            flags.Add(flag);
    }

    private static bool IsTier(string? value, string name) => string.Equals(value, name, StringComparison.OrdinalIgnoreCase);
}
