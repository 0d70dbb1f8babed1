namespace Purser.Pricing;

/// <summary>The eight rates that apply to one piece of a call, fallbacks and factors resolved; USD per million tokens.</summary>
internal readonly record struct AppliedRates
{
    public decimal Input { get; private init; }
    public decimal CacheRead { get; private init; }
    public decimal CacheWrite5m { get; private init; }
    public decimal CacheWrite1h { get; private init; }
    public decimal InputAudio { get; private init; }
    public decimal Output { get; private init; }
    public decimal OutputAudio { get; private init; }
    public decimal Reasoning { get; private init; }

    /// <summary>Rates of a row, at its tier or not, then scaled by the service tier's own columns.</summary>
    public static AppliedRates Of(PriceRow row, bool tiered, RateCard? service)
    {
        var rates = Base(row);
        if (tiered && row.Tier is { } tier)
            rates = rates.AtTier(row.Rates, tier);
        return service is null ? rates : rates.AtService(row.Rates, service);
    }

    /// <summary>The dearest rate of a leaf at either of two prices.</summary>
    public AppliedRates Max(AppliedRates other) => new()
    {
        Input = Math.Max(Input, other.Input),
        CacheRead = Math.Max(CacheRead, other.CacheRead),
        CacheWrite5m = Math.Max(CacheWrite5m, other.CacheWrite5m),
        CacheWrite1h = Math.Max(CacheWrite1h, other.CacheWrite1h),
        InputAudio = Math.Max(InputAudio, other.InputAudio),
        Output = Math.Max(Output, other.Output),
        OutputAudio = Math.Max(OutputAudio, other.OutputAudio),
        Reasoning = Math.Max(Reasoning, other.Reasoning),
    };

    /// <summary>Anthropic's models bill an hour's write at twice the input rate, wherever they are served.</summary>
    public static bool BillsHourWritesDouble(PriceRow row) =>
        row.Provider == "anthropic" || row.Model.Contains("anthropic.claude", StringComparison.OrdinalIgnoreCase);

    private static AppliedRates Base(PriceRow row)
    {
        var card = row.Rates;
        var input = card.Input!.Value;
        var output = card.Output!.Value;
        var write = card.CacheWrite5m ?? input;
        return new()
        {
            Input = input,
            CacheRead = card.CacheRead ?? input,
            CacheWrite5m = write,
            CacheWrite1h = card.CacheWrite1h ?? (BillsHourWritesDouble(row) ? 2 * input : write),
            InputAudio = card.InputAudio ?? input,
            Output = output,
            OutputAudio = card.OutputAudio ?? output,
            Reasoning = card.Reasoning ?? output,
        };
    }

    private AppliedRates AtTier(RateCard card, TierRates tier) => Scaled(card, tier.Input, tier.Output) with
    {
        Input = tier.Input,
        Output = tier.Output,
        CacheRead = tier.CacheRead ?? Scale(CacheRead, tier.Input, card.Input!.Value),
        CacheWrite5m = tier.CacheWrite5m ?? Scale(CacheWrite5m, tier.Input, card.Input!.Value),
        CacheWrite1h = tier.CacheWrite1h ?? Scale(CacheWrite1h, tier.Input, card.Input!.Value),
    };

    // Columns state the base rates; in the long-context tier, and for leaves without a column, they act as a proportion.
    private AppliedRates AtService(RateCard card, RateCard service) =>
        Scaled(card, service.Input ?? card.Input!.Value, service.Output ?? card.Output!.Value) with
        {
            CacheRead = Leaf(CacheRead, card.CacheRead, service.CacheRead, service.Input, card.Input!.Value),
            CacheWrite5m = Leaf(CacheWrite5m, card.CacheWrite5m, service.CacheWrite5m, service.Input, card.Input!.Value),
            CacheWrite1h = Leaf(CacheWrite1h, card.CacheWrite1h, service.CacheWrite1h, service.Input, card.Input!.Value),
            InputAudio = Leaf(InputAudio, card.InputAudio, service.InputAudio, service.Input, card.Input!.Value),
            OutputAudio = Leaf(OutputAudio, card.OutputAudio, service.OutputAudio, service.Output, card.Output!.Value),
            Reasoning = Leaf(Reasoning, card.Reasoning, service.Reasoning, service.Output, card.Output!.Value),
        };

    private static decimal Leaf(decimal rate, decimal? baseRate, decimal? column, decimal? mainColumn, decimal mainRate) =>
        column is { } own && baseRate is { } from ? Scale(rate, own, from) : Scale(rate, mainColumn ?? mainRate, mainRate);

    private AppliedRates Scaled(RateCard card, decimal input, decimal output) => new()
    {
        Input = Scale(Input, input, card.Input!.Value),
        CacheRead = Scale(CacheRead, input, card.Input!.Value),
        CacheWrite5m = Scale(CacheWrite5m, input, card.Input!.Value),
        CacheWrite1h = Scale(CacheWrite1h, input, card.Input!.Value),
        InputAudio = Scale(InputAudio, input, card.Input!.Value),
        Output = Scale(Output, output, card.Output!.Value),
        OutputAudio = Scale(OutputAudio, output, card.Output!.Value),
        Reasoning = Scale(Reasoning, output, card.Output!.Value),
    };

    private static decimal Scale(decimal rate, decimal to, decimal from) => from == 0 ? rate : rate * to / from;
}
