using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Purser.Server.Tests.Api;

namespace Purser.Server.Tests.Hosting;

/// <summary>A real server before a scripted upstream that it calls <c>openai</c>.</summary>
internal sealed class GatewayWorld : IAsyncDisposable
{
    public const string Chat = """{"model":"gpt-4o-mini","max_tokens":5,"messages":[{"role":"user","content":"hi"}]}""";
    public const string Answer = """{"id":"r","object":"chat.completion","model":"gpt-4o-mini","choices":[],"usage":{"prompt_tokens":8,"completion_tokens":5,"total_tokens":13}}""";

    private readonly WebApplication _upstream;

    private GatewayWorld(WebApplication upstream, ApiWorld api)
    {
        _upstream = upstream;
        Api = api;
    }

    public ApiWorld Api { get; }

    public static async Task<GatewayWorld> StartAsync(RequestDelegate script, string yaml = "")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var upstream = builder.Build();
        upstream.Urls.Add("http://127.0.0.1:0");
        upstream.Run(script);
        await upstream.StartAsync();
        var api = await ApiWorld.StartAsync(yaml: $"gateway:\n  upstreams:\n    openai: {{ url: '{upstream.Urls.First()}', api_key: upstream-secret }}\n{yaml}");
        return new GatewayWorld(upstream, api);
    }

    public static Task<HttpResponseMessage> CallAsync(HttpClient client, string body = Chat, HttpCompletionOption until = HttpCompletionOption.ResponseContentRead)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/chat/completions") { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        return client.SendAsync(request, until, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await _upstream.DisposeAsync();
    }
}
