using System.Text;
using Purser.Dialects;
using Purser.Tokens;

namespace Purser.Tests.Tokens;

public sealed class UsageStreamReaderTests
{
    private const string Chunk = """data: {"model":"m","choices":[{"delta":{"content":"TEXT"}}]}""" + "\n\n";
    private const string Usage = """data: {"model":"m","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}""" + "\n\n";

    [Fact]
    public void Terminal_is_seen_only_with_its_marker()
    {
        var reader = Read.Stream("openai-chat", Chunk + Usage);
        reader.SawTerminal.ShouldBeFalse();

        reader.Feed("data: [DONE]\n\n"u8);

        reader.SawTerminal.ShouldBeTrue();
    }

    [Fact]
    public void Usage_chunk_without_the_end_marker_is_still_the_last_word() =>
        Read.Stream("openai-chat", Chunk + Usage).Complete().Status.ShouldBe(UsageStatus.Ok);

    [Fact]
    public void Cumulative_usage_cut_before_the_end_is_partial()
    {
        var reading = Read.Stream("vllm", """data: {"choices":[{"delta":{"content":"a"}}],"usage":{"prompt_tokens":3,"completion_tokens":2}}""" + "\n\n").Complete();

        reading.Status.ShouldBe(UsageStatus.Partial);
        reading.Flags.ShouldBe(UsageFlags.StreamTruncated);
    }

    [Fact]
    public void Garbled_event_is_skipped_and_flagged()
    {
        var reading = Read.Stream("openai-chat", "data: {oops\n\n" + Usage + "data: [DONE]\n\n").Complete();

        reading.Flags.ShouldBe(UsageFlags.MalformedEvent);
        reading.Usage!.Value.Total.ShouldBe(5);
    }

    [Fact]
    public void Error_event_after_usage_has_begun_makes_the_reading_partial()
    {
        var reader = Read.Stream("anthropic", """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","model":"claude-opus-5","usage":{"input_tokens":7,"output_tokens":1}}}

            event: error
            data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}


            """);

        reader.HasError.ShouldBeTrue();
        var reading = reader.Complete();
        reading.Flags.ShouldBe(UsageFlags.ProviderError);
        reading.Status.ShouldBe(UsageStatus.Partial);
        reading.ResponseId.ShouldBe("msg_1");
    }

    [Fact]
    public void Error_event_without_usage_is_a_provider_error() =>
        Read.Stream("anthropic", "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\"}}\n\n").Complete().Error.ShouldBe(UsageError.ProviderError);

    [Fact]
    public void Event_over_the_bound_is_skipped_flagged_and_still_measured()
    {
        var reader = new UsageStreamReader(Dialect.Get("openai-chat"), maxEventBytes: 200);
        foreach (var piece in Splits.Random(Encoding.UTF8.GetBytes(Chunk.Replace("TEXT", new string('x', 5000), StringComparison.Ordinal) + Usage), new Random(3)))
            reader.Feed(piece);

        reader.ReceivedOutputBytes.ShouldBeGreaterThanOrEqualTo(5000);
        var reading = reader.Complete();
        reading.Flags.ShouldBe(UsageFlags.MalformedEvent);
        reading.Usage!.Value.Total.ShouldBe(5);
    }

    [Theory]
    [InlineData("openai-chat", """{"choices":[{"delta":{"content":"TEXT"}}]}""", 0)]
    [InlineData("openai-chat", """{"id":"c","model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"function":{"arguments":"TEXT"}}]}}]}""", 0)]
    [InlineData("anthropic", """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"TEXT"}}""", 0)]
    [InlineData("anthropic", """{"type":"content_block_delta","index":12,"delta":{"type":"input_json_delta","partial_json":"TEXT"}}""", 50)]
    [InlineData("gemini", """{"candidates":[{"content":{"parts":[{"text":"TEXT"}],"role":"model"}}]}""", 5)]
    [InlineData("gemini", """{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{"TEXT":17}}}]}}]}""", 40)]
    [InlineData("openai-responses", """{"type":"response.output_text.delta","delta":"TEXT"}""", 0)]
    [InlineData("bedrock-converse", """{"contentBlockIndex":0,"delta":{"text":"TEXT"}}""", 0)]
    [InlineData("cohere-v2", """{"type":"content-delta","delta":{"message":{"content":{"text":"TEXT"}}}}""", 0)]
    public void Received_output_is_never_too_low_and_close(string dialect, string data, int slack)
    {
        var text = "Grüße, 世界 \uD83D\uDE00";
        var reader = new UsageStreamReader(Dialect.Get(dialect));

        reader.FeedEvent(null, Encoding.UTF8.GetBytes(data.Replace("TEXT", text, StringComparison.Ordinal)));

        reader.ReceivedOutputBytes.ShouldBeInRange(Encoding.UTF8.GetByteCount(text), Encoding.UTF8.GetByteCount(text) + slack);
    }

    [Fact]
    public void Several_data_lines_are_one_event() =>
        Read.Stream("openai-chat", "data: {\"choices\":[],\"usage\":\r\ndata: {\"prompt_tokens\":3,\r\ndata:\"completion_tokens\":2}}\r\n\r\n").Complete().Usage!.Value.Total.ShouldBe(5);

    [Fact]
    public void Gemini_array_is_read_as_a_stream()
    {
        var array = "[{\"candidates\":[{\"content\":{}}],\"usageMetadata\":{\"promptTokenCount\":3}}\n,\r\n{\"candidates\":[{\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":3,\"candidatesTokenCount\":4,\"totalTokenCount\":7}}]";

        Read.Stream("gemini", array).Complete().Usage.ShouldBe(new TokenUsage { InputUncached = 3, OutputText = 4 });
        Read.Body("gemini", array).Usage.ShouldBe(new TokenUsage { InputUncached = 3, OutputText = 4 });
        Read.Stream("gemini", array[..^40]).Complete().Status.ShouldBe(UsageStatus.Partial);
    }

    [Fact]
    public void Ollama_lines_are_read_and_a_bad_line_is_skipped()
    {
        var reading = Read.Stream("ollama", "{\"message\":{\"content\":\"hi\"},\"done\":false}\n{bad\n{\"model\":\"llama3.3\",\"done\":true,\"prompt_eval_count\":5,\"eval_count\":2}\n").Complete();

        reading.Usage!.Value.Total.ShouldBe(7);
        reading.Flags.ShouldBe(UsageFlags.MalformedEvent);
    }

    [Fact]
    public void Plain_body_in_place_of_a_stream_is_read_as_a_body()
    {
        Read.Stream("anthropic", "{\"type\":\"message\",\"usage\":{\"input_tokens\":5,\"output_tokens\":2}}").Complete().Status.ShouldBe(UsageStatus.Ok);
        Read.Stream("openai-chat", "{\"error\":{\"message\":\"no\"}}").Complete().Error.ShouldBe(UsageError.ProviderError);
        Read.Stream("openai-chat", "<html>502</html>").Complete().Error.ShouldBe(UsageError.MalformedJson);
    }
}
