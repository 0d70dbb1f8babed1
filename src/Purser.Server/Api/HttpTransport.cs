using System.Net.Http.Headers;

namespace Purser.Server.Api;

/// <summary>Calls a server's <c>/api/v1</c>. Thread-safe.</summary>
public sealed class HttpTransport : IApiTransport
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(100);
    private readonly HttpClient _client;
    private readonly string _root;

    /// <summary>Speaks to the server at a base address, with a key or boot token when given.</summary>
    public HttpTransport(Uri server, string? token)
    {
        ArgumentNullException.ThrowIfNull(server);
        // A key must not travel to wherever a redirect points, nor a loopback call through a proxy.
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = !server.IsLoopback }) { Timeout = Timeout };
        if (token is not null)
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _root = server.GetLeftPart(UriPartial.Path).TrimEnd('/');
    }

    /// <inheritdoc/>
    public async ValueTask<ApiResponse> SendAsync(ApiCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        using var request = new HttpRequestMessage(new HttpMethod(call.Method), $"{_root}/api/v1{call.Target}");
        if (!call.Body.IsEmpty)
            request.Content = new ReadOnlyMemoryContent(call.Body) { Headers = { ContentType = new("application/json") } };
        try
        {
            using var response = await _client.SendAsync(request, cancellationToken);
            return new ApiResponse((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken))
            {
                ContentType = response.Content.Headers.ContentType?.MediaType ?? "",
                RetryAfterSeconds = (long?)response.Headers.RetryAfter?.Delta?.TotalSeconds,
            };
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new ApiUnreachableException($"No answer from {_root}: {e.Message} Is the server running there?", e);
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _client.Dispose();
}
