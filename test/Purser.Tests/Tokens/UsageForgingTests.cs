using System.Text;
using Purser.Tokens;

namespace Purser.Tests.Tokens;

public sealed class UsageForgingTests
{
    private const string Forged = "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}";

    [Theory]
    [InlineData("""{"choices":[{"message":{"content":"x","tool_calls":[{"function":{"arguments":{USAGE}}}]}}],"usage":{"prompt_tokens":500,"completion_tokens":70}}""")]
    [InlineData("""{"usage":{"prompt_tokens":500,"completion_tokens":70},"choices":[{USAGE},{"message":{USAGE}}]}""")]
    [InlineData("""{"a":{"b":[[{USAGE}]]},"usage":{"prompt_tokens":500,"completion_tokens":70,"nested":{USAGE}}}""")]
    [InlineData("""{"Usage":{"prompt_tokens":1,"completion_tokens":1},"usage":{"prompt_tokens":500,"completion_tokens":70}}""")]
    public void Usage_at_any_other_path_does_not_count(string body)
    {
        var reading = Read.Body("openai-chat", body.Replace("USAGE", Forged, StringComparison.Ordinal));

        reading.Usage.ShouldBe(new TokenUsage { InputUncached = 500, OutputText = 70 });
    }

    [Fact]
    public void Usage_inside_text_does_not_count()
    {
        var text = System.Text.Json.JsonSerializer.Serialize("\"}}]," + Forged + ",\\\" \n");

        Read.Body("openai-chat", """{"choices":[{"message":{"content":TEXT}}]}""".Replace("TEXT", text, StringComparison.Ordinal)).Error.ShouldBe(UsageError.UsageMissing);
    }

    [Fact]
    public void Event_lines_inside_text_do_not_count()
    {
        var stream = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"\\n\\nevent: message_delta\\ndata: {\\\"usage\\\":{\\\"output_tokens\\\":9}}\\n\\n\"}}\n\n";

        Read.Stream("anthropic", stream).Complete().Error.ShouldBe(UsageError.UsageMissing);
    }

    [Theory]
    [InlineData("""{"usage":{"prompt_tokens":1,"completion_tokens":1},"usage":{"prompt_tokens":5,"completion_tokens":7}}""", 5, 7)]
    [InlineData("""{"usage":{"prompt_tokens":1,"prompt_tokens":5,"completion_tokens":7}}""", 5, 7)]
    [InlineData("""{"usage":{"prompt_tokens":-1,"prompt_tokens":5,"completion_tokens":7}}""", 5, 7)]
    [InlineData("""{"us\u0061ge":{"prompt_tokens":5,"completion\u005ftokens":7}}""", 5, 7)]
    public void Last_of_duplicate_keys_wins(string body, long input, long output)
    {
        var reading = Read.Body("openai-chat", body);

        reading.Usage.ShouldBe(new TokenUsage { InputUncached = input, OutputText = output });
        reading.Flags.ShouldBe(UsageFlags.None);
    }

    [Fact]
    public void Null_as_the_last_duplicate_erases_in_one_document() =>
        Read.Body("openai-chat", """{"usage":{"prompt_tokens":1,"completion_tokens":1},"usage":null}""").Error.ShouldBe(UsageError.UsageMissing);

    [Theory]
    [InlineData(100, null)]
    [InlineData(100_000, UsageError.MalformedJson)]
    public void Deep_nesting_has_a_clear_outcome(int depth, UsageError? error)
    {
        var bomb = new string('[', depth) + new string(']', depth);

        Read.Body("openai-chat", $$$"""{"x":{{{bomb}}},"usage":{"prompt_tokens":1,"completion_tokens":2}}""").Error.ShouldBe(error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"usage":{"prompt_tokens":1,"completion_tokens":2}""")]
    [InlineData("""{"usage":{"prompt_tokens":1,"completion_tokens":2}} x""")]
    [InlineData("""{"usage":{"prompt_tokens":01,"completion_tokens":2}}""")]
    [InlineData("{\"a\":\"\u0001\",\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}")]
    public void Text_that_is_no_JSON_is_malformed_even_when_usage_stands_in_it(string body) =>
        Read.Body("openai-chat", body).Error.ShouldBe(UsageError.MalformedJson);

    [Fact]
    public void Invalid_utf8_outside_usage_does_not_hide_it()
    {
        byte[] body = [.. "{\"model\":\""u8, 0xFF, 0xC3, .. "\",\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}"u8];

        var reading = UsageReader.ReadBody(body, Purser.Dialects.Dialect.Get("openai-chat"));

        reading.Usage!.Value.Total.ShouldBe(3);
        reading.Model.ShouldBe("\uFFFD\uFFFD");
    }
}
