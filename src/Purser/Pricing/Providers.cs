using System.Collections.Frozen;

namespace Purser.Pricing;

/// <summary>The spellings under which model ids and callers name the providers of the price file (providers 5).</summary>
internal static class Providers
{
    private static readonly FrozenDictionary<string, string> Spellings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["openai"] = "openai",
        ["anthropic"] = "anthropic",
        ["google"] = "google", ["gemini"] = "google", ["vertex_ai"] = "google", ["vertex"] = "google",
        ["gcp.gemini"] = "google", ["gcp.vertex_ai"] = "google", ["gcp.gen_ai"] = "google", ["google_ai_studio"] = "google",
        ["azure"] = "azure", ["azure_ai"] = "azure", ["azure-openai"] = "azure", ["az.ai.openai"] = "azure", ["azure.ai.openai"] = "azure",
        ["bedrock"] = "bedrock", ["aws.bedrock"] = "bedrock", ["bedrock_converse"] = "bedrock",
        ["xai"] = "xai", ["x-ai"] = "xai", ["x_ai"] = "xai",
        ["mistral"] = "mistral", ["mistralai"] = "mistral", ["mistral_ai"] = "mistral",
        ["groq"] = "groq",
        ["together"] = "together", ["together_ai"] = "together",
        ["deepseek"] = "deepseek",
        ["cohere"] = "cohere",
        ["perplexity"] = "perplexity",
        ["moonshot"] = "moonshot", ["moonshotai"] = "moonshot",
        ["voyage"] = "voyage", ["voyageai"] = "voyage",
        ["openrouter"] = OpenRouter,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public const string OpenRouter = "openrouter";

    /// <summary>The one spelling of a known provider; null for the name of an upstream that the price file does not know.</summary>
    public static string? Known(string name) => Spellings.GetValueOrDefault(name);
}
