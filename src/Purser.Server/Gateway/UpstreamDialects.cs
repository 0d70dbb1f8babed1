using Purser.Dialects;

namespace Purser.Server.Gateway;

/// <summary>Which dialect an upstream speaks on which route.</summary>
internal static class UpstreamDialects
{
    /// <summary>Providers whose streams state usage without being asked (providers 1.5).</summary>
    private static readonly string[] StatesUsageUnasked = ["groq", "mistral", "openrouter", "perplexity"];

    /// <summary>The dialect of an upstream's main route: configured, else named like it, else OpenAI-compatible.</summary>
    /// <exception cref="ArgumentException">No such dialect; the message names the key to change.</exception>
    public static Dialect Chat(string name, UpstreamOptions options)
    {
        var row = options switch
        {
            { Dialect: { } stated } => Dialect.Find(stated)
                ?? throw new ArgumentException($"Gateway:Upstreams:{name}:Dialect '{stated}' is not known; use one of {string.Join(", ", Dialect.All.Select(d => d.Name))}.", nameof(options)),
            { Family: ApiFamily.Anthropic } => Dialect.Get("anthropic"),
            { Family: ApiFamily.Gemini } => Dialect.Get("gemini"),
            _ => Dialect.Find(name.ToLowerInvariant()) ?? Dialect.Get("openai-compatible"),
        };
        return row with { Request = row.Request ?? ChatFormat(row, options.Family) };
    }

    public static Dialect Responses { get; } = With("openai-responses", RequestFormats.OpenAiResponses);

    public static Dialect Embeddings { get; } = With("openai-embeddings", RequestFormats.OpenAiEmbeddings);

    /// <summary>Legacy completions answer like chat completions and ask with fields of their own.</summary>
    public static Dialect Completions(Dialect chat) =>
        chat with { Request = RequestFormats.OpenAiCompletions with { NeedsIncludeUsage = chat.Request!.NeedsIncludeUsage } };

    private static Dialect With(string name, RequestFormat format)
    {
        var row = Dialect.Get(name);
        return row with { Request = row.Request ?? format };
    }

    private static RequestFormat ChatFormat(Dialect row, ApiFamily family) => family switch
    {
        ApiFamily.Anthropic => RequestFormats.AnthropicMessages,
        ApiFamily.Gemini => RequestFormats.Gemini,
        _ when row.Name is "openai-chat" or "azure-openai" => RequestFormats.OpenAiChat,
        _ => RequestFormats.OpenAiCompatible with { NeedsIncludeUsage = !StatesUsageUnasked.Contains(row.Name) },
    };
}
