using Microsoft.AspNetCore.Http;
using Purser.Dialects;

namespace Purser.Server.Gateway;

/// <summary>
/// The routes of one API family. What is not listed may cost money: it is <see cref="RouteKind.Unboundable"/>, never free by accident (budgets R13).
/// </summary>
internal sealed class RouteTable
{
    private readonly ApiFamily _family;
    private readonly (string Path, Dialect Dialect)[] _metered;

    public RouteTable(ApiFamily family, Dialect chat)
    {
        _family = family;
        _metered = family switch
        {
            ApiFamily.OpenAi =>
            [
                ("/v1/chat/completions", chat), ("/v1/responses", UpstreamDialects.Responses),
                ("/v1/embeddings", UpstreamDialects.Embeddings), ("/v1/completions", UpstreamDialects.Completions(chat)),
            ],
            ApiFamily.Anthropic => [("/v1/messages", chat)],
            _ => [],
        };
        Chat = chat;
    }

    /// <summary>Calls that are free although they are sent as POST.</summary>
    private static readonly string[] FreePosts =
    [
        "/v1/messages/count_tokens", "/v1/responses/input_tokens", "/v1/moderations", "/v1/files", "/v1/uploads", "/v1/models",
    ];

    /// <summary>The metered paths that are always spelled alike.</summary>
    public IEnumerable<string> Metered => _metered.Select(route => route.Path);

    private Dialect Chat { get; }

    /// <summary>Looks up the canonical path below the upstream's name.</summary>
    public RouteMatch Match(string method, string path)
    {
        if (!HttpMethods.IsPost(method))
            return new RouteMatch(IsHarmless(method) ? RouteKind.Free : RouteKind.Unboundable, path, Exact: true);
        var match = MatchPost(path);
        // An upstream that decodes the escape or cuts the parameter off may read a path that costs.
        return match.Kind == RouteKind.Free && path.AsSpan().ContainsAny('%', ';') ? match with { Kind = RouteKind.Unboundable } : match;
    }

    private RouteMatch MatchPost(string path)
    {
        foreach (var (known, dialect) in _metered)
        {
            if (path.Equals(known, StringComparison.OrdinalIgnoreCase))
                return new RouteMatch(RouteKind.Metered, known, path == known) { Dialect = dialect };
        }

        return _family == ApiFamily.Gemini && MatchGemini(path) is { } match ? match : MatchOther(path);
    }

    private static bool IsHarmless(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsDelete(method);

    private static RouteMatch MatchOther(string path)
    {
        foreach (var free in FreePosts)
        {
            if (path.Equals(free, StringComparison.OrdinalIgnoreCase))
                return new RouteMatch(RouteKind.Free, free, path == free);
        }

        // Files and uploads are parts of a job; the job itself is what costs.
        var isPart = path.StartsWith("/v1/uploads/", StringComparison.Ordinal) || path.EndsWith("/cancel", StringComparison.Ordinal);
        return new RouteMatch(isPart ? RouteKind.Free : RouteKind.Unboundable, path, Exact: true);
    }

    /// <summary><c>/v1beta/models/{model}:{verb}</c>; the model may contain slashes (tunedModels are another collection).</summary>
    private RouteMatch? MatchGemini(string path)
    {
        var colon = path.LastIndexOf(':');
        var models = path.StartsWith("/v1beta/", StringComparison.OrdinalIgnoreCase) ? "/v1beta/" : "/v1/";
        if (colon < 0 || !path.StartsWith(models + "models/", StringComparison.OrdinalIgnoreCase))
            return null;
        var model = path[(models.Length + "models/".Length)..colon];
        var verb = path[(colon + 1)..];
        var known = Verb(verb);
        if (known is null || model.Length == 0)
            return null;
        var canonical = $"{models}models/{model}:{known}";
        var exact = canonical == path;
        return known is "countTokens"
            ? new RouteMatch(RouteKind.Free, canonical, exact)
            : new RouteMatch(RouteKind.Metered, canonical, exact)
            {
                Dialect = Chat,
                Model = Uri.UnescapeDataString(model),
                Streams = known is "streamGenerateContent",
            };
    }

    private static string? Verb(string verb)
    {
        foreach (var known in (ReadOnlySpan<string>)["generateContent", "streamGenerateContent", "countTokens"])
        {
            if (verb.Equals(known, StringComparison.OrdinalIgnoreCase))
                return known;
        }

        return null;
    }
}
