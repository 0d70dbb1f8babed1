using Purser.Pricing;
using Purser.Tokens;

namespace Purser.Tests.Pricing;

/// <summary>The cost rules of providers 6 beside the worked checks.</summary>
public sealed class CostRuleTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly PriceRow Plain = Some.Price("acme", "plain", 1m, 10m);

    [Theory]
    [InlineData(nameof(TokenUsage.CacheRead), "1", CostFlags.CacheReadAtInputRate)]
    [InlineData(nameof(TokenUsage.CacheWrite5m), "1", CostFlags.CacheWriteAtInputRate)]
    [InlineData(nameof(TokenUsage.CacheWrite1h), "1", CostFlags.CacheWriteAtInputRate)]
    [InlineData(nameof(TokenUsage.InputAudio), "1", CostFlags.AudioAtTextRate)]
    [InlineData(nameof(TokenUsage.OutputAudio), "10", CostFlags.AudioAtTextRate)]
    [InlineData(nameof(TokenUsage.OutputReasoning), "10", null)]
    public void Missing_rate_falls_back_and_says_so(string leaf, string usd, string? flag)
    {
        var result = Price(Plain, Million(leaf));
        result.Cost!.Value.ToString().ShouldBe(usd);
        result.Flags.ShouldBe(flag is null ? [] : [flag]);
    }

    [Fact]
    public void Hour_write_without_a_rate_costs_twice_the_input_for_anthropic_only()
    {
        var result = Price(Some.Price("anthropic", "m", 3m, 15m), Million(nameof(TokenUsage.CacheWrite1h)));
        (result.Cost!.Value.ToString(), result.Flags.Single()).ShouldBe(("6", CostFlags.CacheWrite1hAtDoubleInputRate));
    }

    [Theory]
    [InlineData("flex", "0.5", "5")]
    [InlineData("priority", "2", "20")]
    [InlineData("default", "1", "10")]
    [InlineData("batch", "0.5", "5")]
    public void Service_tier_takes_its_columns(string tier, string input, string output)
    {
        var row = Plain with { Flex = new() { Input = 0.5m, Output = 5m }, Priority = new() { Input = 2m, Output = 20m }, BatchMultiplier = 0.5m };
        var extra = new UsageExtra { ServiceTier = tier };
        Price(row, Million(nameof(TokenUsage.InputUncached)), extra).Cost!.Value.ToString().ShouldBe(input);
        Price(row, Million(nameof(TokenUsage.OutputText)), extra).Cost!.Value.ToString().ShouldBe(output);
    }

    [Fact]
    public void Leaf_without_a_tier_column_follows_in_proportion()
    {
        var row = Plain with { Rates = Plain.Rates with { CacheRead = 0.1m }, Priority = new() { Input = 2m, Output = 20m } };
        Price(row, Million(nameof(TokenUsage.CacheRead)), new() { ServiceTier = "priority" }).Cost!.Value.ToString().ShouldBe("0.2");
    }

    [Theory]
    [InlineData("priority", null, CostFlags.ServiceTierUnpriced)]
    [InlineData("scale", null, CostFlags.ServiceTierUnpriced)]
    [InlineData("batch", null, CostFlags.BatchUnpriced)]
    [InlineData(null, "fast", CostFlags.SpeedUnpriced)]
    public void Mode_without_a_price_multiplies_nothing_and_says_so(string? tier, string? speed, string flag)
    {
        var result = Price(Plain, Million(nameof(TokenUsage.InputUncached)), new() { ServiceTier = tier, Speed = speed });
        (result.Cost!.Value.ToString(), result.Flags.Single()).ShouldBe(("1", flag));
    }

    [Theory]
    [InlineData("claude-opus-4-7", "6")]
    [InlineData("claude-opus-5", "2")]
    public void Fast_mode_multiplies(string model, string factor)
    {
        var usage = Million(nameof(TokenUsage.InputUncached));
        var slow = BuiltIn("anthropic", model, usage, At).Cost!.Value.ToUsd();
        var fast = PriceBook.BuiltIn.Price(new() { Provider = "anthropic", Model = model, Usage = usage, At = At, Extra = new() { Speed = "fast" } });
        fast.Cost!.Value.ToUsd().ShouldBe(slow * decimal.Parse(factor));
    }

    [Fact]
    public void Regional_processing_multiplies_openai() =>
        PriceBook.BuiltIn.Price(new() { Provider = "openai", Model = "gpt-5.4-mini", Usage = Million(nameof(TokenUsage.InputUncached)), At = At, Extra = new() { InferenceGeo = "eu" } })
            .Cost!.Value.ToUsd().ShouldBe(BuiltIn("openai", "gpt-5.4-mini", Million(nameof(TokenUsage.InputUncached)), At).Cost!.Value.ToUsd() * 1.1m);

    [Fact]
    public void Deep_research_prices_reasoning_citations_and_searches_apart()
    {
        var usage = new TokenUsage { InputUncached = 1_000_000, OutputText = 1_000_000, OutputReasoning = 1_000_000 };
        var extra = new UsageExtra { CitationTokens = 1_000_000, NumSearchQueries = 1000 };
        PriceBook.BuiltIn.Price(new() { Provider = "perplexity", Model = "sonar-deep-research", Usage = usage, At = At, Extra = extra })
            .Cost!.Value.ToString().ShouldBe("20");
    }

    [Fact]
    public void Request_fee_that_the_response_does_not_tell_is_left_out_and_said() =>
        BuiltIn("perplexity", "sonar", new(), At).Flags.ShouldBe([CostFlags.RequestFeeExcluded]);

    [Fact]
    public void Parts_are_tiered_one_by_one()
    {
        var part = new TokenUsage { InputUncached = 150_000, OutputText = 10 };
        var whole = PriceBook.BuiltIn.Price(new() { Provider = "anthropic", Model = "claude-sonnet-4-5", Usage = part + part, At = At, Parts = [new(null, part), new(null, part)] });
        whole.Cost!.Value.ShouldBe(BuiltIn("anthropic", "claude-sonnet-4-5", part, At).Cost!.Value + BuiltIn("anthropic", "claude-sonnet-4-5", part, At).Cost!.Value);
        whole.Cost.ShouldNotBe(BuiltIn("anthropic", "claude-sonnet-4-5", part + part, At).Cost);
    }

    [Fact]
    public void Part_of_an_unknown_model_leaves_the_call_unpriced() =>
        PriceBook.BuiltIn.Price(new() { Provider = "anthropic", Model = "claude-opus-5", Usage = new(), At = At, Parts = [new("mystery", new())] })
            .ShouldSatisfyAllConditions(r => r.Priced.ShouldBeFalse(), r => r.Flags.ShouldBe([CostFlags.PartUnpriced]));

    [Fact]
    public void Unknown_model_is_unpriced_and_never_zero() => BuiltIn("openai", "gpt-99", new(), At).Cost.ShouldBeNull();

    [Fact]
    public void Counts_beyond_money_are_unpriced_and_do_not_throw()
    {
        BuiltIn("openai", "gpt-5", new() { InputUncached = long.MaxValue, OutputText = long.MaxValue }, At).Flags.ShouldBe([CostFlags.Overflow]);
        BuiltIn("openai", "gpt-5.4", new() { InputUncached = long.MaxValue, CacheRead = long.MaxValue }, At).Cost.ShouldBeNull();
    }

    [Theory]
    [InlineData("0.0000005", 0)]
    [InlineData("0.0000015", 2)]
    [InlineData("0.0000025", 2)]
    public void One_rounding_is_half_even(string rate, long nano)
    {
        var row = Some.Price("acme", "tiny", decimal.Parse(rate), 0m);
        Price(row, new() { InputUncached = 1000 }).Cost!.Value.Value.ShouldBe(nano);
    }

    [Theory]
    [InlineData("anthropic", "claude-sonnet-5", "2026-08-31T23:59:59.9999999Z", "2")]
    [InlineData("anthropic", "claude-sonnet-5", "2026-09-01T00:00:00Z", "3")]
    [InlineData("openai", "gpt-5.6-terra", "2026-07-29T23:59:59Z", "2.5")]
    [InlineData("openai", "gpt-5.6-terra", "2026-07-30T00:00:00Z", "2")]
    [InlineData("openai", "gpt-5.6-luna", "2026-07-29T23:59:59Z", "1")]
    [InlineData("google", "gemini-3.6-flash", "2026-12-31T23:59:59Z", "0.75")]
    [InlineData("google", "gemini-3.7-flash", "2027-01-01T00:00:00Z", "1.5")]
    public void Dated_change_applies_from_its_instant(string provider, string model, string at, string input) =>
        PriceBook.BuiltIn.Find(provider, model, DateTimeOffset.Parse(at))!.Rates.Input.ShouldBe(decimal.Parse(input));

    [Theory]
    [InlineData("2026-03-12T12:00:00Z", "2.4")]
    [InlineData("2026-03-13T00:00:00Z", "1.2")]
    public void Sonnet46_lost_its_premium(string at, string usd) =>
        BuiltIn("anthropic", "claude-sonnet-4-6", new() { InputUncached = 400_000 }, DateTimeOffset.Parse(at)).Cost!.Value.ToString().ShouldBe(usd);

    [Theory]
    [InlineData("openai", "gpt-4o-2024-05-13", "5", "15")]
    [InlineData("openai", "chatgpt-4o-latest", "5", "15")]
    [InlineData("openai", "gpt-4-turbo-preview", "10", "30")]
    [InlineData("openai", "gpt-3.5-turbo-0125", "0.5", "1.5")]
    [InlineData("openai", "o1-preview", "15", "60")]
    [InlineData("openai", "o1-mini", "3", "12")]
    [InlineData("openai", "gpt-4", "30", "60")]
    [InlineData("openai", "gpt-4o-mini-2024-07-18", "0.15", "0.6")]
    [InlineData("anthropic", "claude-3-5-sonnet-20240620", "3", "15")]
    [InlineData("anthropic", "claude-3-sonnet", "3", "15")]
    [InlineData("anthropic", "claude-3-opus-20240229", "15", "75")]
    [InlineData("anthropic", "claude-3-haiku-20240307", "0.25", "1.25")]
    [InlineData("google", "gemini-pro-vision", "0.5", "1.5")]
    public void Older_models_keep_their_price(string provider, string model, string input, string output)
    {
        var rates = PriceBook.BuiltIn.Find(provider, model, At).ShouldNotBeNull().Rates;
        (rates.Input, rates.Output).ShouldBe((decimal.Parse(input), decimal.Parse(output)));
    }

    private static TokenUsage Million(string leaf)
    {
        object usage = new TokenUsage();
        typeof(TokenUsage).GetProperty(leaf)!.SetValue(usage, 1_000_000L);
        return (TokenUsage)usage;
    }

    private static CostResult BuiltIn(string provider, string model, TokenUsage usage, DateTimeOffset at) =>
        PriceBook.BuiltIn.Price(new CostRequest { Provider = provider, Model = model, Usage = usage, At = at });

    private static CostResult Price(PriceRow row, TokenUsage usage, UsageExtra? extra = null) =>
        PriceBook.Empty.WithOverrides([row]).Price(new CostRequest { Provider = row.Provider, Model = row.Model, Usage = usage, At = At, Extra = extra ?? UsageExtra.None });
}
