using static Purser.Cli.Demo.Scripted.ScriptedProtocol;

namespace Purser.Cli.Demo.Scripted;

/// <summary>OpenAI chat completions: usage in the body, or in one last chunk when <c>include_usage</c> asks for it.</summary>
internal static class OpenAiChat
{
    // Fixed, so that two identical requests get identical bytes.
    public const long Created = 1_795_000_000;

    public static ScriptedProtocol Protocol { get; } = new(Body, Events, Error);

    public static byte[] Error(int status) =>
        Json(new { error = new { message = $"scripted failure {status}", type = "scripted_error", param = (string?)null, code = status.ToString() } });

    private static byte[] Body(ScriptedRequest request, ScriptedAnswer answer)
    {
        var message = new { role = "assistant", content = answer.Text, refusal = (string?)null };
        object[] choices = [new { index = 0, message, logprobs = (object?)null, finish_reason = "stop" }];
        return request.Scenario.NoUsage
            ? Json(new { id = Id(answer), @object = "chat.completion", created = Created, model = request.Model, choices })
            : Json(new { id = Id(answer), @object = "chat.completion", created = Created, model = request.Model, choices, usage = Usage(answer) });
    }

    private static IEnumerable<byte[]> Events(ScriptedRequest request, ScriptedAnswer answer)
    {
        yield return Chunk(request, answer, new { role = "assistant", content = "" }, null);
        foreach (var word in answer.Words)
            yield return Chunk(request, answer, new { content = word }, null);
        yield return Chunk(request, answer, new { }, "stop");
        if (request.IncludeUsage && !request.Scenario.NoUsage)
            yield return Event(new { id = Id(answer), @object = "chat.completion.chunk", created = Created, model = request.Model, choices = Array.Empty<object>(), usage = Usage(answer) });
        yield return "data: [DONE]\n\n"u8.ToArray();
    }

    private static byte[] Chunk(ScriptedRequest request, ScriptedAnswer answer, object delta, string? finish)
    {
        object[] choices = [new { index = 0, delta, logprobs = (object?)null, finish_reason = finish }];
        return request.IncludeUsage
            ? Event(new { id = Id(answer), @object = "chat.completion.chunk", created = Created, model = request.Model, choices, usage = (object?)null })
            : Event(new { id = Id(answer), @object = "chat.completion.chunk", created = Created, model = request.Model, choices });
    }

    private static object Usage(ScriptedAnswer answer) => new
    {
        prompt_tokens = answer.InputTokens,
        completion_tokens = answer.OutputTokens,
        total_tokens = answer.InputTokens + answer.OutputTokens,
        prompt_tokens_details = new { cached_tokens = answer.CachedTokens },
        completion_tokens_details = new { reasoning_tokens = answer.ReasoningTokens },
    };

    private static string Id(ScriptedAnswer answer) => "chatcmpl-" + answer.Id;
}
