using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Purser.Cli.Demo.Scripted;

/// <summary>
/// A model on loopback that speaks the wire formats of OpenAI, Anthropic and Gemini. It answers deterministically, misbehaves
/// as a <see cref="Scenario"/> asks, and remembers every call. Thread-safe.
/// </summary>
internal sealed class ScriptedModel : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ScriptedCall> _calls = new();
    private readonly TimeProvider _clock;

    private ScriptedModel(WebApplication app, TimeProvider clock)
    {
        _app = app;
        _clock = clock;
        app.MapPost("/v1/chat/completions", context => AnswerAsync(context, OpenAiChat.Protocol));
        app.MapPost("/v1/responses", context => AnswerAsync(context, OpenAiResponses.Protocol));
        app.MapPost("/v1/embeddings", context => AnswerAsync(context, OpenAiEmbeddings.Protocol));
        app.MapPost("/v1/messages", context => AnswerAsync(context, AnthropicMessages.Protocol));
        app.MapPost("/v1beta/models/{target}", context => AnswerAsync(context, GeminiContent.Protocol));
        app.MapGet("/v1/models", context => context.Response.WriteAsync("""{"object":"list","data":[]}""", context.RequestAborted));
    }

    /// <summary>The base address without a trailing slash; each API stands below its own version segment.</summary>
    public string Url => _app.Urls.First();

    /// <summary>Calls in the order of their arrival, one for each completion that was asked for.</summary>
    public IReadOnlyCollection<ScriptedCall> Calls => _calls;

    public static async Task<ScriptedModel> StartAsync(TimeProvider clock, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = 256 * 1024 * 1024;
        });
        var model = new ScriptedModel(builder.Build(), clock);
        await model._app.StartAsync(cancellation);
        return model;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, ScriptedProtocol protocol)
    {
        var call = await RememberAsync(context);
        var scenario = call.Request.Scenario;
        if (scenario.Hang)
            await UntilClientLeavesAsync(context);
        else if (scenario.Status != 0)
            await SendBodyAsync(context, call, scenario.Status, protocol.Error(scenario.Status));
        else if (call.Request.Stream)
            await SendEventsAsync(context, call, protocol.Events(call.Request, call.Answer));
        else
            await SendBodyAsync(context, call, 200, protocol.Body(call.Request, call.Answer));
    }

    private async Task<ScriptedCall> RememberAsync(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var target = (context.Request.RouteValues["target"] as string)?.Split(':');
        var scenario = Scenario.Parse(context.Request.Headers[Scenario.Header]);
        var request = ScriptedRequest.Read(body.ToArray(), target?[0], target?[^1] == "streamGenerateContent", scenario);
        var call = new ScriptedCall(context.Request.Path, request, ScriptedAnswer.To(request));
        _calls.Enqueue(call);
        return call;
    }

    private static async Task SendBodyAsync(HttpContext context, ScriptedCall call, int status, byte[] body)
    {
        call.Begin(status);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
        call.Sent(body);
        call.Complete();
    }

    private async Task SendEventsAsync(HttpContext context, ScriptedCall call, IEnumerable<byte[]> events)
    {
        var scenario = call.Request.Scenario;
        call.Begin(200);
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        foreach (var part in events)
        {
            if (scenario.SlowMs > 0)
                await Task.Delay(TimeSpan.FromMilliseconds(scenario.SlowMs), _clock, context.RequestAborted);
            await context.Response.Body.WriteAsync(part, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            call.Sent(part);
            if (call.EventsSent == scenario.Pause)
                await Task.WhenAny(UntilClientLeavesAsync(context), call.WhenCut);
            context.RequestAborted.ThrowIfCancellationRequested();
            if (call.EventsSent == scenario.Cut || call.WhenCut.IsCompleted)
            {
                context.Abort();
                return;
            }
        }

        call.Complete();
    }

    private static async Task UntilClientLeavesAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
        context.RequestAborted.ThrowIfCancellationRequested();
    }
}
