using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Purser.EndToEnd.Harness;

/// <summary>Stands between a client and its base URL, passes everything on as it comes and remembers the bytes.</summary>
internal sealed class Recorder : IAsyncDisposable
{
    private static readonly string[] NotForwarded = ["Host", "Connection", "Transfer-Encoding", "Content-Length", "Keep-Alive"];
    private readonly WebApplication _app;
    private readonly Uri _target;
    private readonly ConcurrentQueue<RecordedExchange> _exchanges = new();
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });

    private Recorder(WebApplication app, Uri target)
    {
        _app = app;
        _target = target;
        app.Run(PassAsync);
    }

    public string Url => _app.Urls.First();

    public IReadOnlyList<RecordedExchange> Exchanges => [.. _exchanges];

    public static async Task<Recorder> StartAsync(string target)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var recorder = new Recorder(builder.Build(), new Uri(target));
        await recorder._app.StartAsync();
        return recorder;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), _target + (context.Request.Path + context.Request.QueryString.Value).TrimStart('/'))
        {
            Content = new ByteArrayContent(body.ToArray()),
        };
        foreach (var (name, values) in context.Request.Headers.Where(h => !NotForwarded.Contains(h.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, [.. values]))
                request.Content.Headers.TryAddWithoutValidation(name, [.. values]);
        }

        using var answer = await _client.SendAsync(request, context.RequestAborted);
        var sent = await RelayAsync(context, answer);
        var headers = answer.Headers.Concat(answer.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        _exchanges.Enqueue(new(context.Request.Path, body.ToArray(), (int)answer.StatusCode, headers, sent));
    }

    private static async Task<byte[]> RelayAsync(HttpContext context, HttpResponseMessage answer)
    {
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        if (answer.Content.Headers.ContentEncoding.Count > 0)
            context.Response.Headers.ContentEncoding = string.Join(", ", answer.Content.Headers.ContentEncoding);
        var kept = new MemoryStream();
        var buffer = new byte[16 * 1024];
        await using var stream = await answer.Content.ReadAsStreamAsync();
        int read;
        while ((read = await stream.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            await kept.WriteAsync(buffer.AsMemory(0, read));
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }

        return kept.ToArray();
    }
}
