using System.Text;
using Purser.Calls;
using Purser.Dialects;
using Purser.Pricing;
using Purser.Tests.Pricing;

namespace Purser.Tests.Calls;

public sealed class BoundCalculatorTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly Dialect Chat = new() { Name = "openai-chat", Provider = "openai", Request = RequestFormats.OpenAiChat };
    private static readonly Dialect Messages = new() { Name = "anthropic", Provider = "anthropic", Request = RequestFormats.AnthropicMessages };
    private static readonly Dialect Gemini = new() { Name = "gemini", Provider = "google", Request = RequestFormats.Gemini };
    private static readonly Dialect Embeddings = new() { Name = "openai-embeddings", Provider = "openai", Request = RequestFormats.OpenAiEmbeddings };

    [Fact]
    public void Hold_is_input_bound_plus_every_answer_at_the_limit_R5()
    {
        var bound = Bound(Chat, "openai", "gpt-5", """{"messages":[{"role":"user","content":"hello"}],"max_completion_tokens":1000,"n":3}""");
        var amounts = bound.AtOutputBound(bound.OutputBound);
        bound.OutputBound.ShouldBe(1000);
        amounts.OutputTokens.ShouldBe(3000);
        amounts.TotalTokens.ShouldBe(bound.InputBound + 3000);
        amounts.Requests.ShouldBe(1);
        // gpt-5: 1.25 in, 10 out.
        amounts.CostNano.ShouldBe((bound.InputBound * 1250) + (3000 * 10_000));
        (bound.MayFit, bound.LimitAbsent, bound.Trust).ShouldBe((true, false, BoundTrust.Hard));
    }

    [Theory]
    [InlineData("""{"max_tokens":50}""", 50, 50)]
    [InlineData("""{"max_tokens":1000}""", 1000, 256)]
    [InlineData("""{"max_tokens":99999999}""", 128_000, 256)]
    [InlineData("""{}""", 128_000, 256)]
    public void Output_is_the_limit_within_the_models_maximum_R7(string body, long output, long minFit)
    {
        var bound = Bound(Chat, "openai", "gpt-5", body);
        (bound.OutputBound, bound.MinFitOutput).ShouldBe((output, minFit));
    }

    [Fact]
    public void Absent_limit_of_an_unknown_model_is_the_dialects_default()
    {
        var bound = Bound(Chat, "acme", "mystery", "{}");
        (bound.OutputBound, bound.LimitAbsent, bound.PriceId).ShouldBe((4096, true, null));
        bound.AtOutputBound(10).CostNano.ShouldBeNull();
    }

    [Fact]
    public void Legacy_completions_keep_their_small_default() =>
        Bound(Chat with { Request = RequestFormats.OpenAiCompletions }, "openai", "gpt-4o", """{"prompt":"x"}""").OutputBound.ShouldBe(16);

    [Fact]
    public void Thinking_budget_is_part_of_the_least_output_R7() =>
        Bound(Messages, "anthropic", "claude-opus-5", """{"max_tokens":8000,"thinking":{"budget_tokens":4000}}""").MinFitOutput.ShouldBe(4256);

    [Fact]
    public void Embeddings_have_no_output()
    {
        var bound = Bound(Embeddings, "openai", "text-embedding-3-small", """{"input":["a","b"]}""");
        (bound.OutputBound, bound.MayFit).ShouldBe((0, false));
        bound.AtOutputBound(1000).OutputTokens.ShouldBe(0);
    }

    [Fact]
    public void Amounts_grow_with_the_output_bound()
    {
        var at = Bound(Chat, "openai", "gpt-5.6-sol", """{"max_tokens":100000}""").AtOutputBound;
        var costs = Enumerable.Range(0, 200).Select(i => at(i * 500L).CostNano!.Value).ToArray();
        costs.ShouldBe(costs.Order());
        costs.Distinct().Count().ShouldBe(200);
    }

    [Fact]
    public void Absurd_counts_saturate_and_do_not_throw()
    {
        var facts = new RequestFacts { BodyBytes = 10, Choices = int.MaxValue };
        var bound = Calculator().Bound(facts, Chat, "openai", "gpt-5", PriceBook.BuiltIn, At);
        bound.AtOutputBound(long.MaxValue).OutputTokens!.Value.ShouldBeGreaterThan(long.MaxValue / 8);
    }

    [Fact]
    public void Image_costs_its_formula_and_not_its_bytes()
    {
        var picture = new string('A', 1_000_000);
        var bound = Bound(Messages, "anthropic", "claude-opus-5", """{"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"@"}}]}]}""".Replace("@", picture, StringComparison.Ordinal));
        bound.InputBound.ShouldBeInRange(5_000, 5_500);
    }

    [Theory]
    [InlineData("""{"messages":[{"content":[{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"AAAA"}}]}]}""")]
    [InlineData("""{"tools":[{"type":"web_search_20250305","name":"web_search","max_uses":3}]}""")]
    public void Documents_and_server_tools_take_the_models_maximum_input(string body) =>
        Bound(Messages, "anthropic", "claude-haiku-4-5", body).InputBound.ShouldBeGreaterThanOrEqualTo(PriceBook.BuiltIn.Find("anthropic", "claude-haiku-4-5", At)!.MaxInput!.Value);

    [Fact]
    public void Server_tools_are_priced_apart_and_trusted_less()
    {
        var bound = Bound(Messages, "anthropic", "claude-haiku-4-5", """{"max_tokens":1,"tools":[{"type":"web_search_20250305","name":"w","max_uses":3}]}""");
        bound.Trust.ShouldBe(BoundTrust.Observed);
        var price = PriceBook.BuiltIn.Bound(new() { Provider = "anthropic", Model = "claude-haiku-4-5", At = At, InputTokens = bound.InputBound, OutputTokens = 1 });
        bound.AtOutputBound(1).CostNano.ShouldBe(price.Cost!.Value.Value + 30_000_000);
    }

    [Fact]
    public void Unboundable_reason_is_handed_on() =>
        Bound(Chat, "openai", "gpt-5", """{"previous_response_id":"r"}""").Unboundable.ShouldBe("previous_response_id");

    [Fact]
    public void Unknown_dialect_is_advisory() =>
        Calculator().Bound(new RequestFacts { BodyBytes = 1 }, null, "openai", "gpt-5", PriceBook.BuiltIn, At).Trust.ShouldBe(BoundTrust.Advisory);

    [Fact]
    public void User_priced_model_is_trusted()
    {
        var prices = PriceBook.BuiltIn.WithOverrides([Some.Price("google", "gemini-3.5-flash", 1m, 1m)]);
        Calculator().Bound(new RequestFacts { BodyBytes = 1 }, Gemini, "google", "gemini-3.5-flash", prices, At).Trust.ShouldBe(BoundTrust.Hard);
        Bound(Gemini, "google", "gemini-3.5-flash", "{}").Trust.ShouldBe(BoundTrust.Observed);
    }

    [Fact]
    public void Memo_lowers_the_bound_of_the_next_turn_and_marks_it_observed_R6()
    {
        var calculator = Calculator();
        var text = new string('x', 100_000);
        var first = $$"""{"model":"gpt-5","messages":[{"role":"user","content":"{{text}}"}],"max_tokens":10}""";
        var second = first.Replace("\"}],", "\"},{\"role\":\"user\",\"content\":\"more\"}],", StringComparison.Ordinal);
        calculator.Memo!.Learn(Chain(first)!, 12_500);
        var bound = calculator.Bound(Facts(second, Chat), Chat, "openai", "gpt-5", PriceBook.BuiltIn, At, Chain(second));
        bound.Trust.ShouldBe(BoundTrust.Observed);
        bound.InputBound.ShouldBeInRange(12_500 + 30, 12_500 + 200);

        var without = new BoundCalculator(new BoundOptions { PrefixMemo = false }, new BoundTrustTable());
        without.Memo.ShouldBeNull();
        without.Bound(Facts(second, Chat), Chat, "openai", "gpt-5", PriceBook.BuiltIn, At, Chain(second)).InputBound.ShouldBeGreaterThan(100_000);
    }

    private static PrefixChain? Chain(string body) => PrefixChain.Of(Encoding.UTF8.GetBytes(body), Facts(body, Chat), "openai", "gpt-5");

    private static RequestFacts Facts(string body, Dialect dialect) => RequestReader.Read(Encoding.UTF8.GetBytes(body), dialect.Request!);

    private static BoundCalculator Calculator() => new(new BoundOptions(), new BoundTrustTable());

    private static CallBound Bound(Dialect dialect, string provider, string model, string body) =>
        Calculator().Bound(Facts(body, dialect), dialect, provider, model, PriceBook.BuiltIn, At);
}
