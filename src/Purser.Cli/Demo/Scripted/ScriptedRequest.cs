using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Purser.Cli.Demo.Scripted;

/// <summary>What the scripted model reads of a request.</summary>
internal sealed record ScriptedRequest
{
    private static readonly string[] LimitNames = ["max_completion_tokens", "max_output_tokens", "max_tokens"];

    public required string Model { get; init; }

    public required byte[] Body { get; init; }

    /// <summary>
    /// What the answer depends on: the body without <c>stream_options</c>, in one spelling. Whether usage was asked for changes what a model
    /// sends, not what it says, nor what the prompt weighs.
    /// </summary>
    public required byte[] Prompt { get; init; }

    public required Scenario Scenario { get; init; }

    public bool Stream { get; init; }

    public bool IncludeUsage { get; init; }

    /// <summary>The output maximum asked for; null: none.</summary>
    public int? Limit { get; init; }

    /// <summary>How many texts an embeddings request carries.</summary>
    public int Inputs { get; init; } = 1;

    /// <summary>Deterministic in the request: one token per four bytes of prompt, rounded up.</summary>
    public int InputTokens => (Prompt.Length + 3) / 4;

    public static ScriptedRequest Read(byte[] body, string? pathModel, bool pathStreams, Scenario scenario)
    {
        using var json = JsonDocument.Parse(body);
        var root = json.RootElement;
        return new ScriptedRequest
        {
            Body = body,
            Prompt = PromptOf(root),
            Scenario = scenario,
            Model = pathModel ?? root.GetProperty("model").GetString() ?? "",
            Stream = pathStreams || Flag(root, "stream"),
            IncludeUsage = root.TryGetProperty("stream_options", out var options) && options.ValueKind == JsonValueKind.Object && Flag(options, "include_usage"),
            Limit = LimitOf(root),
            Inputs = root.TryGetProperty("input", out var input) && input.ValueKind == JsonValueKind.Array ? input.GetArrayLength() : 1,
        };
    }

    private static byte[] PromptOf(JsonElement root)
    {
        var prompt = JsonObject.Create(root)!;
        prompt.Remove("stream_options");
        return Encoding.UTF8.GetBytes(prompt.ToJsonString());
    }

    private static int? LimitOf(JsonElement root)
    {
        if (root.TryGetProperty("generationConfig", out var config) && config.TryGetProperty("maxOutputTokens", out var nested))
            return nested.GetInt32();
        foreach (var name in LimitNames)
        {
            if (root.TryGetProperty(name, out var limit) && limit.ValueKind == JsonValueKind.Number)
                return limit.GetInt32();
        }

        return null;
    }

    private static bool Flag(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
