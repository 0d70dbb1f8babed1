using System.Net;
using Microsoft.AspNetCore.Http;
using Purser.Server.Api;
using Purser.Server.Configuration;

namespace Purser.Server.Hosting;

/// <summary>Refuses requests that name a foreign host or come from a foreign web page, so that DNS rebinding reaches nothing (design 7).</summary>
internal sealed class HostGuard
{
    private readonly HashSet<string> _hosts = new(StringComparer.OrdinalIgnoreCase) { "localhost", "127.0.0.1", "[::1]" };
    private readonly HashSet<string> _origins = new(StringComparer.OrdinalIgnoreCase);

    public HostGuard(ServerOptions options)
    {
        foreach (var host in options.Urls.Select(u => new Uri(u).Host).Concat(options.AllowedHosts))
            _hosts.Add(host);
        foreach (var origin in options.AllowedOrigins)
            _origins.Add(new Uri(origin).GetLeftPart(UriPartial.Authority));
    }

    /// <summary>The problem to answer with; null when the request may pass.</summary>
    public ApiProblem? Check(HttpContext http)
    {
        var request = http.Request;
        if (!IsKnown(request.Host.Host, http.Connection.LocalIpAddress))
        {
            return new() { Status = 421, Type = "unknown-host", Title = "The Host is not known here", Detail = "Add it to server.allowed_hosts." };
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || IsOwn(origin, request) || _origins.Contains(origin)
            ? null
            : ApiProblem.Forbidden("The Origin is foreign. Add it to server.allowed_origins.");
    }

    // The address that the connection came in on is ours, whatever interface that is; a rebound name is never an address.
    private bool IsKnown(string host, IPAddress? local) =>
        _hosts.Contains(host) || (local is not null && IPAddress.TryParse(host.Trim('[', ']'), out var address) && address.Equals(local.IsIPv4MappedToIPv6 ? local.MapToIPv4() : local));

    private static bool IsOwn(string origin, HttpRequest request) => string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
}
