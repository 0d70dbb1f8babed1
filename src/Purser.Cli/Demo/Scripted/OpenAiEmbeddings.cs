using static Purser.Cli.Demo.Scripted.ScriptedProtocol;

namespace Purser.Cli.Demo.Scripted;

/// <summary>OpenAI embeddings: input tokens only.</summary>
internal static class OpenAiEmbeddings
{
    private static readonly float[] Vector = [0.25f, -0.5f, 0.125f, 1f];

    public static ScriptedProtocol Protocol { get; } = new(Body, (request, answer) => [Body(request, answer)], OpenAiChat.Error);

    private static byte[] Body(ScriptedRequest request, ScriptedAnswer answer) => Json(new
    {
        @object = "list",
        data = Enumerable.Range(0, request.Inputs).Select(index => new { @object = "embedding", index, embedding = Embedding(request) }),
        model = request.Model,
        usage = new { prompt_tokens = answer.InputTokens, total_tokens = answer.InputTokens },
    });

    // The official clients ask for base64 of little-endian floats unless told otherwise.
    private static object Embedding(ScriptedRequest request) =>
        request.Body.AsSpan().IndexOf("\"base64\""u8) >= 0
            ? Convert.ToBase64String(Vector.SelectMany(BitConverter.GetBytes).ToArray())
            : Vector;
}
