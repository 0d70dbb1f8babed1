using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Purser.Benchmarks.Proxying;

/// <summary>The scripted upstream: a fixed chat completion of 2 KB, or fifty chunks of one, each flushed by itself. Counts what it served.</summary>
internal static class UpstreamRole
{
    /// <summary>Tokens that each answer states, in and out.</summary>
    public const int InputTokens = 420;

    public const int OutputTokens = 210;

    private const int Chunks = 50;

    private static readonly byte[] Answer = Encoding.UTF8.GetBytes(
        """{"id":"chatcmpl-1","object":"chat.completion","created":1780000000,"model":"gpt-4o-2024-08-06","choices":[{"index":0,"message":{"role":"assistant","content":""" + "\""
        + string.Concat(Enumerable.Repeat("All that glitters is not gold. ", 54)) + "\"}"
        + ""","finish_reason":"stop"}],"usage":{"prompt_tokens":420,"completion_tokens":210,"total_tokens":630}}""");

    private static readonly byte[] Chunk = Event("""{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1780000000,"model":"gpt-4o-2024-08-06","choices":[{"index":0,"delta":{"content":" word"},"finish_reason":null}]}""");
    private static readonly byte[] Usage = Event("""{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1780000000,"model":"gpt-4o-2024-08-06","choices":[],"usage":{"prompt_tokens":420,"completion_tokens":210,"total_tokens":630}}""");
    private static readonly byte[] Done = Event("[DONE]");

    private static long _served;

    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Run(ServeAsync);
        await app.StartAsync(CancellationToken.None);
        Console.WriteLine(new Uri(app.Urls.First()).Port);
        await app.WaitForShutdownAsync(CancellationToken.None);
        return 0;
    }

    private static Task ServeAsync(HttpContext context)
    {
        if (context.Request.Path.Value!.EndsWith("/chat/completions", StringComparison.Ordinal))
            return CompleteAsync(context);
        return context.Response.WriteAsync(Interlocked.Read(ref _served).ToString(), context.RequestAborted);
    }

    private static async Task CompleteAsync(HttpContext context)
    {
        using var body = new MemoryStream(4096);
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        Interlocked.Increment(ref _served);
        var sent = body.GetBuffer().AsMemory(0, (int)body.Length);
        if (sent.Span.IndexOf("\"stream\":true"u8) >= 0)
        {
            await StreamAsync(context.Response, sent.Span.IndexOf("\"include_usage\""u8) >= 0);
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Answer.Length;
        await context.Response.Body.WriteAsync(Answer, context.RequestAborted);
    }

    private static async Task StreamAsync(HttpResponse response, bool usage)
    {
        var gone = response.HttpContext.RequestAborted;
        response.ContentType = "text/event-stream";
        for (var i = 0; i < Chunks; i++)
        {
            await response.Body.WriteAsync(Chunk, gone);
            await response.Body.FlushAsync(gone);
        }

        if (usage)
            await response.Body.WriteAsync(Usage, gone);
        await response.Body.WriteAsync(Done, gone);
    }

    private static byte[] Event(string data) => Encoding.UTF8.GetBytes($"data: {data}\n\n");
}
