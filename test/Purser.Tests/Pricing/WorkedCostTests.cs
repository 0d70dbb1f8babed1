using Purser.Pricing;
using Purser.Tokens;

namespace Purser.Tests.Pricing;

/// <summary>The worked checks of providers 6, to the last digit.</summary>
public sealed class WorkedCostTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Gpt56Sol_with_reads_and_writes_costs_the_published_sum() =>
        Cost("openai", "gpt-5.6-sol", new() { InputUncached = 929, CacheRead = 1281, CacheWrite5m = 3933, OutputText = 211 }).ShouldBe("0.03619675");

    [Fact]
    public void Sonnet45_with_both_write_lifetimes_costs_the_published_sum() =>
        Cost("anthropic", "claude-sonnet-4-5", new() { InputUncached = 11, CacheRead = 91837, CacheWrite5m = 1747, CacheWrite1h = 612, OutputText = 719 }).ShouldBe("0.04859235");

    [Theory]
    [InlineData(150_000, "0.20375")]
    [InlineData(150_001, "0.4025025")]
    public void Gemini25Pro_switches_every_rate_one_token_above_the_threshold(long uncached, string expected) =>
        Cost("google", "gemini-2.5-pro", new() { InputUncached = uncached, CacheRead = 50_000, OutputText = 1000 }).ShouldBe(expected);

    [Fact]
    public void Sonnet45_above_the_threshold_by_cache_reads_pays_the_tier() =>
        Cost("anthropic", "claude-sonnet-4-5", new() { InputUncached = 1, CacheRead = 200_000, OutputText = 1000 }).ShouldBe("0.142506");

    [Theory]
    [InlineData(272_000, "0.6815")]
    [InlineData(272_001, "1.362255")]
    public void Gpt54_switches_one_token_above_its_threshold(long input, string expected) =>
        Cost("openai", "gpt-5.4", new() { InputUncached = input, OutputText = 100 }).ShouldBe(expected);

    [Fact]
    public void Grok43_reproduces_the_billed_ticks() =>
        Cost("xai", "grok-4.3", new() { InputUncached = 884, CacheRead = 128, OutputText = 149, OutputReasoning = 281 }).ShouldBe("0.0022056");

    [Fact]
    public void Opus5_batch_in_the_us_stacks_both_factors()
    {
        var extra = new UsageExtra { InferenceGeo = "us" };
        Cost("anthropic", "claude-opus-5", new() { InputUncached = 3169, OutputText = 409 }, extra, batch: true).ShouldBe("0.0143385");
    }

    [Fact]
    public void Opus5_searches_are_added_outside_every_factor()
    {
        var extra = new UsageExtra { InferenceGeo = "us", ServiceTier = "batch", WebSearchRequests = 3 };
        Cost("anthropic", "claude-opus-5", new() { InputUncached = 3169, OutputText = 409 }, extra).ShouldBe("0.0443385");
    }

    private static string Cost(string provider, string model, TokenUsage usage, UsageExtra? extra = null, bool batch = false)
    {
        var result = PriceBook.BuiltIn.Price(new CostRequest { Provider = provider, Model = model, Usage = usage, At = At, Extra = extra ?? UsageExtra.None, Batch = batch });
        result.Flags.ShouldBeEmpty();
        return result.Cost!.Value.ToString();
    }
}
