namespace Purser.Server.Gateway;

/// <summary>Where calls under <c>/{name}/…</c> go.</summary>
public sealed class UpstreamOptions
{
    /// <summary>
    /// Absolute http or https URL. <c>/{name}/v1/x</c> goes to <c>URL/v1/x</c>; a URL whose last segment is already the
    /// request's first one (<c>…/v1</c>) is not doubled.
    /// </summary>
    public required string Url { get; init; }

    /// <summary>The key sent for callers with a virtual key; null: <see cref="ApiKeyVariable"/>, else none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Name of the environment variable that holds the key; null: no variable is read.</summary>
    public string? ApiKeyVariable { get; init; }

    /// <summary>Whose API it is; default OpenAI's.</summary>
    public ApiFamily Family { get; init; }

    /// <summary>
    /// The dialect of chat completions, as spelled in providers 3; null: the dialect called like the upstream, else <c>openai-compatible</c>
    /// (the three built-in upstreams have their own).
    /// </summary>
    public string? Dialect { get; init; }

    /// <summary>
    /// Whether <c>stream_options.include_usage</c> may be added to streams that do not ask for it; what it causes is spliced out again.
    /// Default true, for dialects that need it; turn it off for servers that reject the option.
    /// </summary>
    public bool IncludeUsage { get; init; } = true;
}
