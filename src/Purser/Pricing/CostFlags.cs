namespace Purser.Pricing;

/// <summary>The fallbacks that a <see cref="CostResult"/> can name.</summary>
public static class CostFlags
{
    /// <summary>No cache-read rate: the input rate was taken.</summary>
    public const string CacheReadAtInputRate = "cache_read_at_input_rate";

    /// <summary>No cache-write rate: the input rate was taken.</summary>
    public const string CacheWriteAtInputRate = "cache_write_at_input_rate";

    /// <summary>No one-hour write rate: twice the input rate was taken (Anthropic's rule).</summary>
    public const string CacheWrite1hAtDoubleInputRate = "cache_write_1h_at_double_input_rate";

    /// <summary>No one-hour write rate: the five-minute rate was taken.</summary>
    public const string CacheWrite1hAt5mRate = "cache_write_1h_at_5m_rate";

    /// <summary>No audio rate: the text rate was taken, usually far too low.</summary>
    public const string AudioAtTextRate = "audio_at_text_rate";

    /// <summary>The service tier has no column: ordinary rates were taken.</summary>
    public const string ServiceTierUnpriced = "service_tier_unpriced";

    /// <summary>The speed mode has no multiplier: ordinary rates were taken.</summary>
    public const string SpeedUnpriced = "speed_unpriced";

    /// <summary>The row has no batch price: ordinary rates were taken.</summary>
    public const string BatchUnpriced = "batch_unpriced";

    /// <summary>Searches or citations were reported that have no price.</summary>
    public const string SearchUnpriced = "search_unpriced";

    /// <summary>A request fee applies that the response does not determine; it is not in the cost.</summary>
    public const string RequestFeeExcluded = "request_fee_excluded";

    /// <summary>A geography was asked for that has no row: the model's ordinary row was taken.</summary>
    public const string RegionalPriceUnknown = "regional_price_unknown";

    /// <summary>A part of the call has a model without a price, so the call has none.</summary>
    public const string PartUnpriced = "part_unpriced";

    /// <summary>The amount exceeds what nano-USD can hold; the call counts as unpriced.</summary>
    public const string Overflow = "overflow";
}
