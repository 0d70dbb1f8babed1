using static Purser.Cli.Demo.Scripted.ScriptedProtocol;

namespace Purser.Cli.Demo.Scripted;

/// <summary>Anthropic messages: input counts in <c>message_start</c>, cumulative output in <c>message_delta</c>; cache reads stand beside the input.</summary>
internal static class AnthropicMessages
{
    public static ScriptedProtocol Protocol { get; } = new(Body, Events, Error);

    private static byte[] Error(int status) =>
        Json(new { type = "error", error = new { type = status == 529 ? "overloaded_error" : "api_error", message = $"scripted failure {status}" }, request_id = "req_scripted" });

    private static byte[] Body(ScriptedRequest request, ScriptedAnswer answer)
    {
        object[] content = [new { type = "text", text = answer.Text }];
        return request.Scenario.NoUsage
            ? Json(new { id = Id(answer), type = "message", role = "assistant", model = request.Model, content, stop_reason = "end_turn", stop_sequence = (string?)null })
            : Json(new { id = Id(answer), type = "message", role = "assistant", model = request.Model, content, stop_reason = "end_turn", stop_sequence = (string?)null, usage = Usage(answer, answer.OutputTokens) });
    }

    private static IEnumerable<byte[]> Events(ScriptedRequest request, ScriptedAnswer answer)
    {
        var start = new { id = Id(answer), type = "message", role = "assistant", model = request.Model, content = Array.Empty<object>(), stop_reason = (string?)null, stop_sequence = (string?)null, usage = Usage(answer, 1) };
        yield return Event("message_start", new { type = "message_start", message = start });
        yield return Event("content_block_start", new { type = "content_block_start", index = 0, content_block = new { type = "text", text = "" } });
        yield return Event("ping", new { type = "ping" });
        foreach (var word in answer.Words)
            yield return Event("content_block_delta", new { type = "content_block_delta", index = 0, delta = new { type = "text_delta", text = word } });
        yield return Event("content_block_stop", new { type = "content_block_stop", index = 0 });
        yield return Event("message_delta", new { type = "message_delta", delta = new { stop_reason = "end_turn", stop_sequence = (string?)null }, usage = new { output_tokens = answer.OutputTokens } });
        yield return Event("message_stop", new { type = "message_stop" });
    }

    private static object Usage(ScriptedAnswer answer, int output) => new
    {
        input_tokens = answer.InputTokens - answer.CachedTokens,
        cache_creation_input_tokens = 0,
        cache_read_input_tokens = answer.CachedTokens,
        output_tokens = output,
        service_tier = "standard",
    };

    private static string Id(ScriptedAnswer answer) => "msg_" + answer.Id;
}
