using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Purser.Server.Gateway;

namespace Purser.Server.Tests.Gateway;

/// <summary>A scripted upstream and a gateway in front of it, both on real Kestrel on loopback.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _upstream;
    private readonly WebApplication _gateway;

    private GatewayHost(WebApplication upstream, WebApplication gateway, ScriptedFlow flow)
    {
        _upstream = upstream;
        _gateway = gateway;
        Flow = flow;
        UpstreamUrl = AddressOf(upstream);
        Url = AddressOf(gateway);
        Client = NewClient(Url);
        Direct = NewClient(UpstreamUrl);
    }

    public ScriptedFlow Flow { get; }

    public Uri Url { get; }

    public Uri UpstreamUrl { get; }

    /// <summary>Calls through the gateway; decompresses nothing.</summary>
    public HttpClient Client { get; }

    /// <summary>Calls the upstream itself.</summary>
    public HttpClient Direct { get; }

    public static async Task<GatewayHost> StartAsync(
        RequestDelegate upstream, ScriptedFlow? flow = null, TimeProvider? time = null,
        Func<HttpContext, CallerIdentity>? caller = null, Func<Uri, GatewayOptions>? options = null)
    {
        flow ??= new ScriptedFlow();
        flow.Time = time ?? TimeProvider.System;
        var served = await ServeAsync(app => app.Run(upstream));
        var configured = options?.Invoke(AddressOf(served)) ?? Options(AddressOf(served));
        var gateway = await ServeAsync(app => app.UsePurserGateway(configured, flow.Calls, caller ?? (_ => CallerIdentity.Anonymous), time ?? TimeProvider.System));
        return new GatewayHost(served, gateway, flow);
    }

    /// <summary>Every built-in upstream and one named <c>local</c> at the scripted one, configured with a key of its own.</summary>
    public static GatewayOptions Options(Uri upstream) => PointAt(new GatewayOptions(), upstream);

    public static GatewayOptions PointAt(GatewayOptions options, Uri upstream)
    {
        options.Upstreams["openai"] = new() { Url = new Uri(upstream, "v1").ToString(), ApiKey = "sk-upstream-secret", Dialect = "openai-chat" };
        options.Upstreams["anthropic"] = new() { Url = upstream.ToString(), ApiKey = "sk-upstream-secret", Family = ApiFamily.Anthropic, Dialect = "anthropic" };
        options.Upstreams["gemini"] = new() { Url = upstream.ToString(), ApiKey = "sk-upstream-secret", Family = ApiFamily.Gemini, Dialect = "gemini" };
        options.Upstreams["local"] = new() { Url = new Uri(upstream, "base").ToString() };
        return options;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Direct.Dispose();
        await _gateway.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    private static HttpClient NewClient(Uri address) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
    })
    {
        BaseAddress = address,
    };

    private static Uri AddressOf(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    private static async Task<WebApplication> ServeAsync(Action<WebApplication> configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        configure(app);
        await app.StartAsync();
        return app;
    }
}
