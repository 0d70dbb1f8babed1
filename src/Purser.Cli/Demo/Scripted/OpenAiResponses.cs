using static Purser.Cli.Demo.Scripted.ScriptedProtocol;

namespace Purser.Cli.Demo.Scripted;

/// <summary>OpenAI responses: only the terminal event of a stream carries usage.</summary>
internal static class OpenAiResponses
{
    public static ScriptedProtocol Protocol { get; } = new(
        (request, answer) => Json(Response(request, answer, "completed", request.Scenario.NoUsage ? null : Usage(answer))),
        Events,
        OpenAiChat.Error);

    private static IEnumerable<byte[]> Events(ScriptedRequest request, ScriptedAnswer answer)
    {
        var sequence = 0;
        var item = "msg_" + answer.Id;
        yield return Event("response.created", new { type = "response.created", sequence_number = sequence++, response = Response(request, answer, "in_progress", null) });
        yield return Event("response.output_item.added", new { type = "response.output_item.added", sequence_number = sequence++, output_index = 0, item = Message(answer, "in_progress", "") });
        yield return Event("response.content_part.added", new { type = "response.content_part.added", sequence_number = sequence++, item_id = item, output_index = 0, content_index = 0, part = Part("") });
        foreach (var word in answer.Words)
            yield return Event("response.output_text.delta", new { type = "response.output_text.delta", sequence_number = sequence++, item_id = item, output_index = 0, content_index = 0, delta = word });
        yield return Event("response.output_text.done", new { type = "response.output_text.done", sequence_number = sequence++, item_id = item, output_index = 0, content_index = 0, text = answer.Text });
        yield return Event("response.content_part.done", new { type = "response.content_part.done", sequence_number = sequence++, item_id = item, output_index = 0, content_index = 0, part = Part(answer.Text) });
        yield return Event("response.output_item.done", new { type = "response.output_item.done", sequence_number = sequence++, output_index = 0, item = Message(answer, "completed", answer.Text) });
        yield return Event("response.completed", new { type = "response.completed", sequence_number = sequence, response = Response(request, answer, "completed", request.Scenario.NoUsage ? null : Usage(answer)) });
    }

    private static object Response(ScriptedRequest request, ScriptedAnswer answer, string status, object? usage) => new
    {
        id = "resp_" + answer.Id,
        @object = "response",
        created_at = OpenAiChat.Created,
        status,
        error = (object?)null,
        incomplete_details = (object?)null,
        model = request.Model,
        output = status == "completed" ? new[] { Message(answer, status, answer.Text) } : [],
        parallel_tool_calls = true,
        tool_choice = "auto",
        tools = Array.Empty<object>(),
        usage,
    };

    private static object Message(ScriptedAnswer answer, string status, string text) =>
        new { id = "msg_" + answer.Id, type = "message", status, role = "assistant", content = status == "completed" ? new[] { Part(text) } : [] };

    private static object Part(string text) => new { type = "output_text", text, annotations = Array.Empty<object>() };

    private static object Usage(ScriptedAnswer answer) => new
    {
        input_tokens = answer.InputTokens,
        input_tokens_details = new { cached_tokens = answer.CachedTokens },
        output_tokens = answer.OutputTokens,
        output_tokens_details = new { reasoning_tokens = answer.ReasoningTokens },
        total_tokens = answer.InputTokens + answer.OutputTokens,
    };
}
