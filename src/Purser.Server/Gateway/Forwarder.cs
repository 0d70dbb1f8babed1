using System.Net;
using Microsoft.AspNetCore.Http;

namespace Purser.Server.Gateway;

/// <summary>Sends requests to upstreams: no redirects, no cookies, no proxy, no decompression, no headers of its own. Thread-safe.</summary>
internal sealed class Forwarder : IDisposable
{
    private readonly HttpMessageInvoker _client;

    public Forwarder(GatewayOptions options) : this(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = options.ConnectTimeout,
        // Without one no activity is made for each request; the client's own trace headers pass as they are.
        ActivityHeadersPropagator = null,
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
    })
    {
    }

    private Forwarder(SocketsHttpHandler handler) => _client = new HttpMessageInvoker(handler, disposeHandler: true);

    public void Dispose() => _client.Dispose();

    /// <summary>Returns when the answer's headers are here; the body is read from its content.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation) =>
        _client.SendAsync(request, cancellation);

    /// <summary>The upstream's request without a body, with the end-to-end headers of the client's.</summary>
    /// <param name="identityEncoding">Whether the answer must come unencoded, because its events will be edited.</param>
    public static HttpRequestMessage Build(HttpRequest from, Upstream upstream, Uri target, CallerIdentity caller, bool identityEncoding)
    {
        var request = new HttpRequestMessage(HttpMethod.Parse(from.Method), target)
        {
            Version = upstream.Secure ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        var passCredentials = caller.KeyId is null;
        var connection = from.Headers.Connection;
        foreach (var (name, values) in from.Headers)
        {
            if (HeaderRules.Forwards(name, connection, passCredentials) && !IsContentHeader(name))
                Add(request.Headers, name, values);
        }

        if ((identityEncoding ? "identity" : HeaderRules.NarrowEncodings(from.Headers.AcceptEncoding)) is { } encodings)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", encodings);
        if (!passCredentials && (caller.UpstreamKeys.GetValueOrDefault(upstream.Name) ?? upstream.ApiKey) is { } key)
            AddCredential(request, upstream.Family, key);
        return request;
    }

    /// <summary>Content-* headers belong to the content in .NET's client.</summary>
    public static void CopyContentHeaders(HttpRequest from, HttpContent to, bool decoded)
    {
        var connection = from.Headers.Connection;
        foreach (var (name, values) in from.Headers)
        {
            if (IsContentHeader(name) && HeaderRules.Forwards(name, connection, withCredentials: true)
                && !(decoded && name.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase)))
                Add(to.Headers, name, values);
        }
    }

    /// <summary>Status and end-to-end headers of the answer, its length unless the body will be edited.</summary>
    public static void CopyAnswer(HttpResponseMessage from, HttpResponse to, bool edited)
    {
        to.StatusCode = (int)from.StatusCode;
        var headers = from.Headers.NonValidated;
        var connection = headers.TryGetValues("Connection", out var listed)
            ? new Microsoft.Extensions.Primitives.StringValues(listed.ToString())
            : default;
        foreach (var (name, values) in headers)
        {
            if (HeaderRules.Returns(name, connection))
                to.Headers.Append(name, ToValues(values));
        }

        foreach (var (name, values) in from.Content.Headers.NonValidated)
        {
            var describesLength = name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase);
            if (HeaderRules.Returns(name, connection) && !(edited && (describesLength || name.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase))))
                to.Headers.Append(name, ToValues(values));
        }
    }

    private static void Add(System.Net.Http.Headers.HttpHeaders to, string name, Microsoft.Extensions.Primitives.StringValues values)
    {
        if (values.Count == 1)
            to.TryAddWithoutValidation(name, values[0]);
        else
            to.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
    }

    private static Microsoft.Extensions.Primitives.StringValues ToValues(System.Net.Http.Headers.HeaderStringValues values) =>
        values.Count == 1 ? values.ToString() : values.ToArray();

    private static bool IsContentHeader(string name) =>
        name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Allow", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Expires", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Last-Modified", StringComparison.OrdinalIgnoreCase);

    private static void AddCredential(HttpRequestMessage request, ApiFamily family, string key)
    {
        var (name, value) = family switch
        {
            ApiFamily.Anthropic => ("x-api-key", key),
            ApiFamily.Gemini => ("x-goog-api-key", key),
            _ => ("Authorization", "Bearer " + key),
        };
        request.Headers.TryAddWithoutValidation(name, value);
    }
}
