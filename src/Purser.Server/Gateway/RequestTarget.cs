using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Purser.Server.Gateway;

/// <summary>Where a request goes: read from the bytes of its request line, not from a path that a server has already tidied.</summary>
internal readonly record struct RequestTarget(RouteMatch Route, Uri Url, bool IsCanonical)
{
    /// <exception cref="GatewayException">400: the path cannot be given one meaning.</exception>
    public static RequestTarget Parse(HttpRequest request, Upstream upstream, bool stripKey)
    {
        var raw = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget.AsSpan();
        raw = WithoutOrigin(raw);
        var mark = raw.IndexOf('?');
        var query = mark < 0 ? "" : raw[mark..].ToString();
        var path = CanonicalPath.From(mark < 0 ? raw : raw[..mark]) ?? throw Ambiguous();
        var prefix = 1 + upstream.Name.Length;
        if (path.Value.Length <= prefix || path.Value[prefix] != '/' || !path.Value.AsSpan(1, upstream.Name.Length).Equals(upstream.Name, StringComparison.OrdinalIgnoreCase))
            throw Ambiguous();
        var route = upstream.Routes.Match(request.Method, path.Value[prefix..]);
        var url = upstream.Join(route.Path, stripKey && query.Length > 0 ? UpstreamQuery.WithoutKey(query) : query);
        return new RequestTarget(route, url, path.WasCanonical && route.Exact);
    }

    /// <summary>The absolute form of a request line names a host, which has been checked elsewhere.</summary>
    private static ReadOnlySpan<char> WithoutOrigin(ReadOnlySpan<char> raw)
    {
        if (raw.IsEmpty || raw[0] == '/')
            return raw;
        var authority = raw.IndexOf("://");
        var slash = authority < 0 ? -1 : raw[(authority + 3)..].IndexOf('/');
        return slash < 0 ? throw Ambiguous() : raw[(authority + 3 + slash)..];
    }

    private static GatewayException Ambiguous() =>
        new(400, "path_invalid", "The request path is not a valid one for this upstream.");
}
