using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Purser.Pricing;
using Purser.Tokens;

namespace Purser.Tests.Pricing;

public sealed class PriceBookTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void User_price_wins_from_its_instant_on()
    {
        var book = PriceBook.BuiltIn.WithOverrides([Some.Price("openai", "gpt-5", 7m, 8m, "2026-11-01T00:00:00Z")]);
        book.Find("openai", "gpt-5", At)!.Rates.Input.ShouldBe(7m);
        book.Find("openai", "gpt-5", At.AddMonths(-1))!.Source.ShouldNotBe("user");
        book.IsUserPriced("openai", "gpt-5", At).ShouldBeTrue();
        book.IsUserPriced("openai", "gpt-5-mini", At).ShouldBeFalse();
    }

    [Fact]
    public void User_price_covers_the_known_snapshots_of_its_model_unless_they_have_their_own()
    {
        var book = PriceBook.BuiltIn.WithOverrides([Some.Price("openai", "gpt-4o", 7m, 8m), Some.Price("openai", "gpt-4o-2024-11-20", 1m, 2m)]);
        book.Find("openai", "gpt-4o-2024-08-06", At)!.Rates.Input.ShouldBe(7m);
        book.Find("openai", "gpt-4o-2024-11-20", At)!.Rates.Input.ShouldBe(1m);
        book.Find("openai", "gpt-4o-2024-05-13", At)!.Rates.Input.ShouldBe(5m);
    }

    [Fact]
    public void Later_user_price_wins_over_an_earlier_one()
    {
        var book = PriceBook.Empty.WithOverrides([Some.Price("acme", "m", 1m, 1m, "2026-01-01"), Some.Price("acme", "m", 2m, 2m, "2026-06-01"), Some.Price("acme", "m", 3m, 3m, "2026-06-01")]);
        book.Find("acme", "M", At)!.Rates.Input.ShouldBe(3m);
        book.Find("acme", "m", At.AddMonths(-8))!.Rates.Input.ShouldBe(1m);
    }

    [Fact]
    public void Fine_tune_and_upstream_models_take_user_prices()
    {
        var book = PriceBook.BuiltIn.WithOverrides([Some.Price("openai", "ft:gpt-4o:acme::x", 9m, 9m), Some.Price("my-vllm", "llama", 1m, 1m)]);
        book.Find("openai", "ft:gpt-4o:acme::x", At)!.Rates.Input.ShouldBe(9m);
        book.Find("my-vllm", "llama", At)!.Rates.Input.ShouldBe(1m);
        book.Find("my-vllm", "openai/llama", At)!.Rates.Input.ShouldBe(1m);
        book.Find("other", "llama", At).ShouldBeNull();
    }

    [Fact]
    public void Overrides_replace_earlier_overrides() =>
        PriceBook.Empty.WithOverrides([Some.Price("a", "b", 1m, 1m)]).WithOverrides([]).Find("a", "b", At).ShouldBeNull();

    [Fact]
    public void Bad_row_is_refused_by_name() =>
        Should.Throw<ArgumentException>(() => PriceBook.Empty.WithOverrides([Some.Price("a", "b", -1m, 1m)])).Message.ShouldContain("a/b@ever");

    [Fact]
    public void Built_in_rows_are_valid_distinct_and_dated()
    {
        var rows = PriceBook.BuiltIn.Rows;
        rows.Count.ShouldBeGreaterThanOrEqualTo(145);
        rows.Select(row => row.Id).Distinct().Count().ShouldBe(rows.Count);
        rows.Select(row => row.Problem()).ShouldAllBe(problem => problem == null);
    }

    [Fact]
    public void Rows_survive_json_unchanged()
    {
        foreach (var row in PriceBook.BuiltIn.Rows.Append(Some.Price("a", "b", 0.1234567890123456789m, 2m, "2026-01-02T03:04:05Z")))
        {
            var copy = PriceJson.Read(PriceJson.Write(row));
            PriceJson.Write(copy).ShouldBe(PriceJson.Write(row));
            (copy.EffectiveFrom, copy.EffectiveTo, copy.Rates).ShouldBe((row.EffectiveFrom, row.EffectiveTo, row.Rates));
        }
    }

    [Theory]
    [InlineData("""{"id":"a","provider":"a","model":"b","rates":{"input":1,"output":1,"imput":2},"as_of":"2026-01-01","source":"s"}""")]
    [InlineData("""{"id":"a","provider":"a","model":"b","rates":{"input":1},"as_of":"2026-01-01","source":"s"}""")]
    [InlineData("""{"id":"a","provider":"a","model":"b","rates":{"input":1,"output":1},"effective_to":"soon","as_of":"2026-01-01","source":"s"}""")]
    [InlineData("""null""")]
    public void Bad_json_row_is_an_error(string json) => Should.Throw<JsonException>(() => PriceJson.Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void LiteLlm_layout_is_imported_exactly()
    {
        var json = """
            {"sample_spec":{"input_cost_per_token":0},
             "gpt-x":{"litellm_provider":"openai","mode":"chat","input_cost_per_token":1.25e-06,"output_cost_per_token":1e-05,"cache_read_input_token_cost":1.25e-07,"input_cost_per_token_above_200k_tokens":2.5e-06,"output_cost_per_token_above_200k_tokens":1.5e-05,"input_cost_per_token_priority":2.5e-06,"output_cost_per_token_priority":2e-05,"max_output_tokens":128000},
             "groq/openai/gpt-y":{"litellm_provider":"groq","input_cost_per_token":1e-07,"output_cost_per_token":1e-07},
             "vertex_ai/claude-z":{"litellm_provider":"vertex_ai-anthropic_models","input_cost_per_token":3e-06,"output_cost_per_token":1.5e-05},
             "emb":{"litellm_provider":"openai","mode":"embedding","input_cost_per_token":2e-08},
             "dall-e":{"mode":"image_generation","output_cost_per_image":0.04},
             "bad":{"input_cost_per_token":-1,"output_cost_per_token":1}}
            """;
        var (rows, skipped) = LiteLlmImport.Read(Encoding.UTF8.GetBytes(json), new DateOnly(2026, 8, 1), null);
        skipped.ShouldBe(2);
        rows.Select(row => $"{row.Provider}|{row.Model}").ShouldBe(["openai|gpt-x", "groq|openai/gpt-y", "google|claude-z", "openai|emb"]);
        rows[0].Rates.ShouldBe(new RateCard { Input = 1.25m, Output = 10m, CacheRead = 0.125m });
        rows[0].Tier.ShouldBe(new TierRates { Above = 200_000, Input = 2.5m, Output = 15m });
        rows[0].Priority!.Output.ShouldBe(20m);
        PriceBook.BuiltIn.WithOverrides(rows).Find("openai", "gpt-x", At)!.MaxOutput.ShouldBe(128_000);
    }

    [Fact]
    public void Bound_covers_every_call_within_it()
    {
        var rows = PriceBook.BuiltIn.Rows;
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var row = rows[random.Next(rows.Count)];
            var usage = new TokenUsage
            {
                InputUncached = random.Next(2) * random.Next(200_000), InputAudio = random.Next(2) * random.Next(9000), CacheRead = random.Next(2) * random.Next(200_000),
                CacheWrite5m = random.Next(2) * random.Next(200_000), CacheWrite1h = random.Next(2) * random.Next(200_000),
                OutputText = random.Next(1000), OutputAudio = random.Next(100), OutputReasoning = random.Next(1000),
            };
            var at = row.EffectiveFrom ?? row.EffectiveTo ?? At;
            string? tier = random.Next(3) switch { 0 => "priority", 1 => "flex", _ => null };
            var extra = new UsageExtra { ServiceTier = random.Next(2) == 0 ? tier : null, InferenceGeo = row.Provider == "anthropic" && random.Next(2) == 0 ? "us" : null, WebSearchRequests = random.Next(3) };
            var cost = PriceBook.BuiltIn.Price(new() { Provider = row.Provider, Model = row.Model, Usage = usage, At = at, Extra = extra });
            var bound = PriceBook.BuiltIn.Bound(new()
            {
                Provider = row.Provider, Model = row.Model, At = at, InputTokens = usage.InputTotal, OutputTokens = usage.OutputTotal,
                WritesCache = true, Audio = true, ServiceTier = tier, ServerToolUses = 2,
            });
            cost.Cost!.Value.Value.ShouldBeLessThanOrEqualTo(bound.Cost!.Value.Value, row.Id);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void Bound_takes_cache_write_and_tier_rates_only_where_they_can_apply()
    {
        Bound("anthropic", "claude-opus-4-5", 1_000_000, writes: false).ShouldBe("5");
        Bound("anthropic", "claude-opus-4-5", 1_000_000, writes: true).ShouldBe("10");
        Bound("openai", "gpt-5.6-sol", 200_000, writes: false, "default").ShouldBe("1.25");
        Bound("openai", "gpt-5.4", 272_000, writes: false).ShouldBe("0.68");
        Bound("openai", "gpt-5.4", 272_001, writes: false).ShouldBe("1.360005");
        Bound("openai", "gpt-5.4", 100_000, writes: false, "priority").ShouldBe("0.5");
    }

    private static string Bound(string provider, string model, long input, bool writes, string? tier = null) =>
        PriceBook.BuiltIn.Bound(new() { Provider = provider, Model = model, At = At, InputTokens = input, OutputTokens = 0, WritesCache = writes, ServiceTier = tier }).Cost!.Value.ToString();
}
