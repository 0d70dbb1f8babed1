using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Purser.Server.Gateway;

/// <summary>Maps the gateway onto a server.</summary>
public static class GatewayEndpoints
{
    /// <summary>Maps every configured upstream under <c>/{name}/…</c>; nothing else is touched.</summary>
    /// <param name="endpoints">The server's routes.</param>
    /// <param name="options">Upstreams and limits.</param>
    /// <param name="calls">The flow of a call.</param>
    /// <param name="resolveCaller">Says who calls; runs on every request, must not block and must not throw for what a client sends.</param>
    /// <param name="time">The clock; null: the registered one, else the system's.</param>
    /// <exception cref="ArgumentException">An upstream's name or URL is not usable; the message names the key to change.</exception>
    public static IEndpointRouteBuilder MapPurserGateway(
        this IEndpointRouteBuilder endpoints, GatewayOptions options, GatewayCalls calls, Func<HttpContext, CallerIdentity> resolveCaller, TimeProvider? time = null)
    {
        var provider = endpoints.ServiceProvider;
        var log = (provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("Purser.Gateway");
        var forwarder = new Forwarder(options);
        provider.GetService<IHostApplicationLifetime>()?.ApplicationStopped.Register(forwarder.Dispose);
        var services = new GatewayServices(options, calls, resolveCaller, forwarder, time ?? provider.GetService<TimeProvider>() ?? TimeProvider.System, log);
        foreach (var (name, upstream) in options.Upstreams)
        {
            var gateway = new GatewayHandler(new Upstream(name, upstream, Environment.GetEnvironmentVariable), services);
            endpoints.Map($"/{name}/{{**path}}", gateway.HandleAsync).WithDisplayName($"gateway {name}");
        }

        return endpoints;
    }
}
