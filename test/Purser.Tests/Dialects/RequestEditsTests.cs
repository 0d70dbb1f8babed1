using System.Buffers;
using System.Text;
using Purser.Dialects;

namespace Purser.Tests.Dialects;

public sealed class RequestEditsTests
{
    [Theory]
    [InlineData("""{"model":"m"}""", """{"stream_options":{"include_usage":true},"model":"m"}""")]
    [InlineData("""{}""", """{"stream_options":{"include_usage":true}}""")]
    [InlineData("""{ }""", """{"stream_options":{"include_usage":true} }""")]
    [InlineData("""{"stream_options": null }""", """{"stream_options": {"include_usage":true} }""")]
    [InlineData("""{"stream_options":{}}""", """{"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"stream_options":{ "x" : 1 }}""", """{"stream_options":{"include_usage":true, "x" : 1 }}""")]
    [InlineData("""{"stream_options":{"include_usage": false}}""", """{"stream_options":{"include_usage": true}}""")]
    [InlineData("""{"stream_options":{"include_usage":null}}""", """{"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"stream_options":{"include_usage":true}}""", """{"stream_options":{"include_usage":true}}""")]
    public void Usage_is_asked_for(string body, string expected) => Edit(body, RequestFormats.OpenAiChat, true, null).ShouldBe(expected);

    [Theory]
    [InlineData("""{"model":"m"}""", """{"max_completion_tokens":50,"model":"m"}""")]
    [InlineData("""{"max_tokens": 100 }""", """{"max_tokens": 50 }""")]
    [InlineData("""{"max_tokens":10}""", """{"max_tokens":10}""")]
    [InlineData("""{"max_tokens":100,"max_completion_tokens":20}""", """{"max_tokens":50,"max_completion_tokens":20}""")]
    [InlineData("""{"max_tokens":1e3}""", """{"max_tokens":50}""")]
    [InlineData("""{"max_tokens":null}""", """{"max_tokens":50}""")]
    public void Limit_is_written_or_lowered(string body, string expected) => Edit(body, RequestFormats.OpenAiChat, false, 50).ShouldBe(expected);

    [Theory]
    [InlineData("""{"contents":[]}""", """{"generationConfig":{"maxOutputTokens":50},"contents":[]}""")]
    [InlineData("""{"generationConfig":{}}""", """{"generationConfig":{"maxOutputTokens":50}}""")]
    [InlineData("""{"generationConfig":{"topK":1}}""", """{"generationConfig":{"maxOutputTokens":50,"topK":1}}""")]
    [InlineData("""{"generationConfig":null}""", """{"generationConfig":{"maxOutputTokens":50}}""")]
    [InlineData("""{"generation_config":{"max_output_tokens":99}}""", """{"generation_config":{"max_output_tokens":50}}""")]
    [InlineData("""{"generation_config":{"top_k":1}}""", """{"generation_config":{"maxOutputTokens":50,"top_k":1}}""")]
    public void Nested_limit_is_written_or_lowered(string body, string expected) => Edit(body, RequestFormats.Gemini, false, 50).ShouldBe(expected);

    [Fact]
    public void Both_edits_at_once_keep_the_rest_byte_for_byte() =>
        Edit(" {\n\"a\" : \"\\u00e9\", \"a\":1 , \"max_tokens\":9 } ", RequestFormats.OpenAiChat, true, 5)
            .ShouldBe(" {\"stream_options\":{\"include_usage\":true},\n\"a\" : \"\\u00e9\", \"a\":1 , \"max_tokens\":5 } ");

    [Fact]
    public void Body_with_a_byte_order_mark_keeps_it()
    {
        byte[] body = [0xEF, 0xBB, 0xBF, .. """{"max_tokens":9}"""u8];
        var facts = RequestReader.Read(body, RequestFormats.OpenAiChat);
        RequestEdits.Apply(body, facts, RequestFormats.OpenAiChat, false, 5).ToArray().ShouldBe([0xEF, 0xBB, 0xBF, .. """{"max_tokens":5}"""u8]);
    }

    [Fact]
    public void Large_body_is_shared_not_copied()
    {
        var body = Encoding.UTF8.GetBytes($$"""{"messages":["{{new string('x', 1 << 20)}}"],"max_tokens":9}""");
        var facts = RequestReader.Read(body, RequestFormats.OpenAiChat);
        var edited = RequestEdits.Apply(body, facts, RequestFormats.OpenAiChat, true, 5);
        var parts = new List<ReadOnlyMemory<byte>>();
        foreach (var part in edited)
            parts.Add(part);
        parts.Count(part => System.Runtime.InteropServices.MemoryMarshal.TryGetArray(part, out var segment) && ReferenceEquals(segment.Array, body)).ShouldBe(3);
        parts.Where(part => part.Length < 100).Sum(part => part.Length).ShouldBeLessThan(200);
    }

    [Fact]
    public void Facts_that_were_not_read_are_refused() =>
        Should.Throw<ArgumentException>(() => RequestEdits.Apply(default, new RequestFacts { BodyBytes = 0 }, RequestFormats.OpenAiChat, true, null));

    private static string Edit(string body, RequestFormat format, bool includeUsage, long? limit)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var facts = RequestReader.Read(bytes, format);
        return Encoding.UTF8.GetString(RequestEdits.Apply(bytes, facts, format, includeUsage, limit).ToArray());
    }
}
