using System.IO.Pipelines;
using System.Text;
using Purser.Server.Gateway;

namespace Purser.Server.Tests.Gateway;

public sealed class UsageEditorTests
{
    public static TheoryData<string, string> Events => new()
    {
        // What the option adds at the end, in the middle, at the front, and with the white space of other servers.
        { """{"id":"1","choices":[{"delta":{"content":"a"}}],"usage":null}""", """{"id":"1","choices":[{"delta":{"content":"a"}}]}""" },
        { """{"id":"1","usage":null,"obfuscation":"xy"}""", """{"id":"1","obfuscation":"xy"}""" },
        { """{"usage":null,"id":"1"}""", """{"id":"1"}""" },
        { """{"id": "1", "usage": null, "b": 2}""", """{"id": "1", "b": 2}""" },
        { """{"id": "1", "usage": null}""", """{"id": "1"}""" },
        { """{ "usage" : null , "b": 2}""", """{ "b": 2}""" },
        // What it does not add stays.
        { """{"id":"1","choices":[{"usage":null}]}""", """{"id":"1","choices":[{"usage":null}]}""" },
        { """{"choices":[{"delta":{"content":"\"usage\":null"}}]}""", """{"choices":[{"delta":{"content":"\"usage\":null"}}]}""" },
        { """{"choices":[{"finish_reason":"stop"}],"usage":{"prompt_tokens":1}}""", """{"choices":[{"finish_reason":"stop"}],"usage":{"prompt_tokens":1}}""" },
        { """{"choices":[],"prompt_filter_results":[],"usage":null}""", """{"choices":[],"prompt_filter_results":[]}""" },
        { """{"usage":null""", """{"usage":null""" },
        { "[DONE]", "[DONE]" },
    };

    [Theory]
    [MemberData(nameof(Events))]
    public void An_event_loses_what_was_added_and_nothing_else(string sent, string received) =>
        Edit($"data: {sent}\n\n", pieceBytes: 1000).ShouldBe($"data: {received}\n\n");

    [Fact]
    public void The_usage_chunk_disappears_with_its_blank_line() =>
        Edit("data: {\"a\":1}\n\ndata: {\"choices\": [ ],\"usage\":{\"prompt_tokens\":1}}\n\ndata: [DONE]\n\n", 1000)
            .ShouldBe("data: {\"a\":1}\n\ndata: [DONE]\n\n");

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Every_split_of_a_stream_gives_the_same_bytes(string lineEnd)
    {
        var sent = string.Join(lineEnd, ": comment", "event: x", "data: {\"id\":\"é\",\"usage\":null}", "", "data:{\"usage\":{},\"choices\":[]}", "", "data: [DONE]", "", "");
        var expected = string.Join(lineEnd, ": comment", "event: x", "data: {\"id\":\"é\"}", "", "data: [DONE]", "", "");

        for (var piece = 1; piece <= sent.Length; piece++)
            Edit(sent, piece).ShouldBe(expected, $"pieces of {piece}");
    }

    [Fact]
    public void An_event_without_its_blank_line_is_passed_at_the_end() =>
        Edit("data: {\"usage\":null,\"a\":1}", 3).ShouldBe("data: {\"a\":1}");

    [Fact]
    public void An_event_over_the_bound_passes_unedited_and_the_next_is_edited_again()
    {
        var big = "data: {\"text\":\"" + new string('x', 500) + "\",\"usage\":null}\n\n";

        Edit(big + "data: {\"a\":1,\"usage\":null}\n\n", 10, maxEventBytes: 100).ShouldBe(big + "data: {\"a\":1}\n\n");
    }

    [Fact]
    public void An_event_of_several_data_lines_stays_whole() =>
        Edit("data: {\"usage\":\ndata: null}\n\n", 5).ShouldBe("data: {\"usage\":\ndata: null}\n\n");

    private static string Edit(string sent, int pieceBytes, int maxEventBytes = 10_000)
    {
        using var target = new MemoryStream();
        var writer = PipeWriter.Create(target);
        var editor = new UsageEditor(maxEventBytes);
        using var events = new PooledBuffer(16);
        foreach (var piece in Encoding.UTF8.GetBytes(sent).Chunk(pieceBytes))
        {
            events.Append(piece);
            editor.WriteWholeEvents(events, writer);
        }

        editor.WriteRest(events, writer);
        writer.Complete();
        return Encoding.UTF8.GetString(target.ToArray());
    }
}
