using System.Collections.Frozen;
using Purser.Dialects;

namespace Purser.Server.Gateway;

/// <summary>One configured upstream, ready to be called. Immutable.</summary>
internal sealed class Upstream
{
    private readonly string _base;
    private readonly string _basePath;
    private readonly FrozenDictionary<string, Uri> _known;

    public Upstream(string name, UpstreamOptions options, Func<string, string?> environment)
    {
        Name = name;
        if (!Uri.TryCreate(options.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Query.Length > 0 || url.UserInfo.Length > 0)
            throw new ArgumentException($"Gateway:Upstreams:{name}:Url must be an absolute http or https URL without query and credentials.", nameof(options));
        if (GatewayOptions.ReservedNames.Contains(name, StringComparer.OrdinalIgnoreCase) || !IsName(name))
            throw new ArgumentException($"'{name}' can name no upstream: use letters, digits, '-', '_' and '.', and none of {string.Join(", ", GatewayOptions.ReservedNames)}.", nameof(name));
        _base = url.GetLeftPart(UriPartial.Authority);
        _basePath = url.AbsolutePath.TrimEnd('/');
        Secure = url.Scheme == "https";
        ApiKey = options.ApiKey ?? (options.ApiKeyVariable is { } variable ? environment(variable) : null);
        Family = options.Family;
        IncludeUsage = options.IncludeUsage;
        Provider = ProviderNames.Normalize(name);
        Routes = new RouteTable(options.Family, UpstreamDialects.Chat(name, options));
        _known = Routes.Metered.ToFrozenDictionary(path => path, path => NewUrl(path, ""), StringComparer.Ordinal);
    }

    public string Name { get; }

    public bool Secure { get; }

    public string? ApiKey { get; }

    public ApiFamily Family { get; }

    public bool IncludeUsage { get; }

    public string Provider { get; }

    public RouteTable Routes { get; }

    public ErrorShape Errors => Family switch
    {
        ApiFamily.Anthropic => ErrorShape.Anthropic,
        ApiFamily.Gemini => ErrorShape.Google,
        _ => ErrorShape.OpenAi,
    };

    /// <summary>Joins the canonical path below the name, and the query with its question mark, to the base.</summary>
    public Uri Join(string path, string query) =>
        query.Length == 0 && _known.TryGetValue(path, out var url) ? url : NewUrl(path, query);

    private Uri NewUrl(string path, string query)
    {
        var second = path.IndexOf('/', 1);
        var first = second < 0 ? path : path[..second];
        var repeated = first.StartsWith("/v1", StringComparison.Ordinal) && _basePath.EndsWith(first, StringComparison.Ordinal);
        var joined = repeated ? _basePath + path[first.Length..] : _basePath + path;
        return new Uri(_base + joined + query, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }

    private static bool IsName(string name) =>
        name.Length > 0 && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
