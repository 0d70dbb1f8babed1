using System.Collections.Frozen;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Purser.Server.Gateway;

/// <summary>Puts the gateway into a server.</summary>
public static class GatewayEndpoints
{
    /// <summary>
    /// Answers every path <c>/{name}/…</c> of a configured upstream before routing, which gateway calls then do not pay for; other paths go on.
    /// </summary>
    /// <param name="app">The server's pipeline.</param>
    /// <param name="options">Upstreams and limits.</param>
    /// <param name="calls">The flow of a call.</param>
    /// <param name="resolveCaller">Says who calls; runs on every request, must not block and must not throw for what a client sends.</param>
    /// <param name="time">The clock; null: the registered one, else the system's.</param>
    /// <exception cref="ArgumentException">An upstream's name or URL is not usable; the message names the key to change.</exception>
    public static IApplicationBuilder UsePurserGateway(
        this IApplicationBuilder app, GatewayOptions options, GatewayCalls calls, Func<HttpContext, CallerIdentity> resolveCaller, TimeProvider? time = null)
    {
        var handlers = Handlers(app.ApplicationServices, options, calls, resolveCaller, time)
            .ToFrozenDictionary(h => h.Name, h => h.Gateway, StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();
        return app.Use(next => http =>
        {
            var path = (http.Request.Path.Value ?? "").AsSpan();
            var slash = path.Length < 2 ? -1 : path[1..].IndexOf('/');
            return slash > 0 && handlers.TryGetValue(path.Slice(1, slash), out var gateway) ? gateway.HandleAsync(http) : next(http);
        });
    }

    private static IEnumerable<(string Name, GatewayHandler Gateway)> Handlers(
        IServiceProvider provider, GatewayOptions options, GatewayCalls calls, Func<HttpContext, CallerIdentity> resolveCaller, TimeProvider? time)
    {
        var log = (provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("Purser.Gateway");
        var forwarder = new Forwarder(options);
        provider.GetService<IHostApplicationLifetime>()?.ApplicationStopped.Register(forwarder.Dispose);
        var services = new GatewayServices(options, calls, resolveCaller, forwarder, time ?? provider.GetService<TimeProvider>() ?? TimeProvider.System, log);
        return [.. options.Upstreams.Select(u => (u.Key, new GatewayHandler(new Upstream(u.Key, u.Value, Environment.GetEnvironmentVariable), services)))];
    }
}
