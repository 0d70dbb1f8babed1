using static Purser.Cli.Demo.Scripted.ScriptedProtocol;

namespace Purser.Cli.Demo.Scripted;

/// <summary>Gemini generateContent: every chunk carries cumulative usage; thoughts stand beside the candidates.</summary>
internal static class GeminiContent
{
    public static ScriptedProtocol Protocol { get; } = new(
        (request, answer) => Json(Content(request, answer, answer.Text, "STOP", answer.TextTokens)),
        (request, answer) => answer.Words.Select((word, i) => Event(Chunk(request, answer, word, i))),
        Error);

    private static Dictionary<string, object> Chunk(ScriptedRequest request, ScriptedAnswer answer, string word, int index) =>
        Content(request, answer, word, index == answer.Words.Count - 1 ? "STOP" : null, index + 1);

    private static byte[] Error(int status) => Json(new { error = new { code = status, message = $"scripted failure {status}", status = "UNAVAILABLE" } });

    private static Dictionary<string, object> Content(ScriptedRequest request, ScriptedAnswer answer, string text, string? finish, int written)
    {
        var candidate = new Dictionary<string, object> { ["content"] = new { parts = new[] { new { text } }, role = "model" }, ["index"] = 0 };
        if (finish is not null)
            candidate["finishReason"] = finish;
        var content = new Dictionary<string, object> { ["candidates"] = new[] { candidate }, ["modelVersion"] = request.Model, ["responseId"] = answer.Id };
        if (!request.Scenario.NoUsage)
            content["usageMetadata"] = Usage(answer, written);
        return content;
    }

    private static object Usage(ScriptedAnswer answer, int written) => new
    {
        promptTokenCount = answer.InputTokens,
        cachedContentTokenCount = answer.CachedTokens,
        candidatesTokenCount = written,
        thoughtsTokenCount = answer.ReasoningTokens,
        totalTokenCount = answer.InputTokens + written + answer.ReasoningTokens,
    };
}
