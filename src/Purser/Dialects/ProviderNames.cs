using System.Collections.Frozen;

namespace Purser.Dialects;

/// <summary>The one table that maps dialects, gateway paths and OpenTelemetry's names onto the one spelling of a provider (design.md "One spelling a provider").</summary>
public static class ProviderNames
{
    private static readonly FrozenDictionary<string, string> Spellings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["openai.chat"] = "openai", ["openai.responses"] = "openai",
        ["azure.ai.openai"] = "azure", ["azure.ai.inference"] = "azure", ["az.ai.openai"] = "azure", ["az.ai.inference"] = "azure",
        ["azure_openai"] = "azure", ["azure-openai"] = "azure", ["azureopenai"] = "azure", ["azure_ai"] = "azure",
        ["aws.bedrock"] = "bedrock", ["aws_bedrock"] = "bedrock", ["amazon-bedrock"] = "bedrock", ["amazon_bedrock"] = "bedrock",
        ["gemini"] = "google", ["vertex_ai"] = "google", ["vertexai"] = "google", ["vertex-ai"] = "google", ["google_genai"] = "google",
        ["gcp.gemini"] = "google", ["gcp.vertex_ai"] = "google", ["gcp.gen_ai"] = "google", ["google-vertex"] = "google",
        ["mistral_ai"] = "mistral", ["mistralai"] = "mistral",
        ["x_ai"] = "xai", ["x-ai"] = "xai", ["x.ai"] = "xai",
        ["together_ai"] = "together", ["togetherai"] = "together", ["together.ai"] = "together",
        ["moonshot_ai"] = "moonshot", ["moonshotai"] = "moonshot",
        ["voyageai"] = "voyage", ["voyage_ai"] = "voyage",
        ["deep_seek"] = "deepseek",
        ["cohere_chat"] = "cohere",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The spelling of prices.json for a dialect's name, a gateway path's name or an OpenTelemetry provider name, compared without case;
    /// a name that no table knows is a provider of its own and comes back trimmed and in lower case.
    /// </summary>
    public static string Normalize(string name)
    {
        var key = name.Trim().ToLowerInvariant();
        return Spellings.TryGetValue(key, out var spelling) ? spelling : Dialect.Find(key)?.Provider ?? key;
    }
}
