using Purser.Pricing;
using Purser.Tokens;

namespace Purser.Tests.Tokens;

/// <summary>Anthropic's iterations: compaction is summed, an advisor stands beside (providers 1.2).</summary>
public sealed class IterationTests
{
    private const string Compaction = """[{"type":"compaction","input_tokens":1000,"output_tokens":100},{"type":"message","input_tokens":10,"output_tokens":5}]""";

    private const string Advised = """{"model":"claude-sonnet-4-5","usage":{"input_tokens":1000,"output_tokens":200,"iterations":[{"type":"message","input_tokens":1000,"output_tokens":200},{"type":"advisor_message","model":"claude-opus-5","input_tokens":3000,"output_tokens":400}]}}""";

    [Fact]
    public void Stream_that_compacts_sums_its_iterations()
    {
        var reading = Read.Stream("anthropic",
            Event("message_start", """{"type":"message_start","message":{"id":"m","model":"claude-opus-4-8","usage":{"input_tokens":10,"output_tokens":1}}}""")
            + Event("message_delta", $$$"""{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":10,"output_tokens":5,"iterations":{{{Compaction}}} } }""")
            + Event("message_stop", """{"type":"message_stop"}""")).Complete();

        reading.Status.ShouldBe(UsageStatus.Ok);
        reading.Flags.ShouldBe(UsageFlags.IterationsSummed);
        reading.Usage.ShouldBe(new TokenUsage { InputUncached = 1010, OutputText = 105 });
        reading.Parts.Select(p => p.Usage.Total).ShouldBe([1100, 15]);
        reading.BilledUsage.ShouldBe(reading.Usage);
    }

    [Fact]
    public void Advisor_is_billed_beside_the_vector()
    {
        var reading = Read.Body("anthropic", Advised);

        reading.Usage!.Value.Total.ShouldBe(1200);
        reading.BilledUsage.ShouldBe(new TokenUsage { InputUncached = 4000, OutputText = 600 });
    }

    [Fact]
    public void Advisor_is_priced_at_its_own_model()
    {
        var reading = Read.Body("anthropic", Advised);
        var own = Price("claude-sonnet-4-5", new TokenUsage { InputUncached = 1000, OutputText = 200 }, []);
        var advisor = Price("claude-opus-5", new TokenUsage { InputUncached = 3000, OutputText = 400 }, []);

        Price(reading.Model!, reading.Usage!.Value, reading.Parts).ShouldBe(own + advisor);
        advisor.ShouldNotBe(Price("claude-sonnet-4-5", new TokenUsage { InputUncached = 3000, OutputText = 400 }, []));
    }

    [Fact]
    public void Call_without_a_vector_is_billed_for_nothing_known() => Read.Body("anthropic", """{"type":"message"}""").BilledUsage.ShouldBeNull();

    [Fact]
    public void Transcript_adds_the_costs_that_its_lines_state()
    {
        var reading = Read.Lines("claude-code-jsonl", Line("m1", "0.0125"), Line("m2", "0.0005"), Line("m2", "0.0005"));

        reading.Extra.ShouldBe(new UsageExtra { Requests = 2, ProviderCostUsd = 0.013m });
    }

    [Fact]
    public void Transcript_is_priced_request_by_request()
    {
        var reading = Read.Lines("claude-code-jsonl", Line("m1", "0"), Line("m2", "0"));

        Price(reading.Model!, reading.Usage!.Value, reading.Parts).ShouldBe(Price("claude-sonnet-4-5", reading.Usage.Value, []));
        reading.Parts.Count.ShouldBe(2);
    }

    private static long Price(string model, TokenUsage usage, IReadOnlyList<UsagePart> parts) =>
        PriceBook.BuiltIn.Price(new CostRequest
        {
            Provider = "anthropic",
            Model = model,
            Usage = usage,
            Parts = parts,
            At = new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero),
        }).Cost!.Value.Value;

    private static string Event(string name, string data) => $"event: {name}\ndata: {data}\n\n";

    private static string Line(string id, string cost) =>
        $$$"""{"type":"assistant","requestId":"{{{id}}}","costUSD":{{{cost}}},"message":{"id":"{{{id}}}","model":"claude-sonnet-4-5","usage":{"input_tokens":100,"output_tokens":10} } }""";
}
