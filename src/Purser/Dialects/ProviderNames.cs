using System.Collections.Frozen;

namespace Purser.Dialects;

/// <summary>
/// The one table that maps dialects, gateway paths, prefixes of model ids and OpenTelemetry's names onto the one spelling of a provider
/// (design.md "One spelling a provider").
/// </summary>
public static class ProviderNames
{
    /// <summary>The router whose model ids nest those of other providers (providers 5).</summary>
    internal const string OpenRouter = "openrouter";

    // One row a provider of the price file: its spelling, then every other name for it.
    private static readonly FrozenDictionary<string, string> Spellings = ByName(
        ["openai", "openai.chat", "openai.responses"],
        ["anthropic"],
        ["google", "gemini", "vertex", "vertex_ai", "vertexai", "vertex-ai", "google_genai", "google_ai_studio", "google-vertex",
            "gcp.gemini", "gcp.vertex_ai", "gcp.gen_ai"],
        ["azure", "azure.ai.openai", "azure.ai.inference", "az.ai.openai", "az.ai.inference", "azure_openai", "azure-openai", "azureopenai", "azure_ai"],
        ["bedrock", "aws.bedrock", "aws_bedrock", "amazon-bedrock", "amazon_bedrock", "bedrock_converse"],
        ["mistral", "mistral_ai", "mistralai"],
        ["xai", "x_ai", "x-ai", "x.ai"],
        ["groq"],
        ["together", "together_ai", "togetherai", "together.ai"],
        ["cohere", "cohere_chat"],
        ["deepseek", "deep_seek"],
        ["perplexity"],
        ["moonshot", "moonshot_ai", "moonshotai"],
        ["voyage", "voyageai", "voyage_ai"],
        [OpenRouter]);

    /// <summary>
    /// The spelling of prices.json for a dialect's name, a gateway path's name or an OpenTelemetry provider name, compared without case;
    /// a name that no table knows is a provider of its own and comes back trimmed and in lower case.
    /// </summary>
    public static string Normalize(string name)
    {
        var key = name.Trim().ToLowerInvariant();
        return Known(key) ?? Dialect.Find(key)?.Provider ?? key;
    }

    /// <summary>The spelling of a provider that the price file may know, compared without case; null for any other name.</summary>
    internal static string? Known(string name) => Spellings.GetValueOrDefault(name);

    private static FrozenDictionary<string, string> ByName(params string[][] rows) =>
        rows.SelectMany(row => row.Select(name => (Name: name, Spelling: row[0]))).ToFrozenDictionary(r => r.Name, r => r.Spelling, StringComparer.OrdinalIgnoreCase);
}
