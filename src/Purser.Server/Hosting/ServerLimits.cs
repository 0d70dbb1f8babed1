using Microsoft.AspNetCore.Hosting;
using Purser.Server.Configuration;

namespace Purser.Server.Hosting;

/// <summary>Bounds of connections and requests at the socket.</summary>
internal static class ServerLimits
{
    private const int ConnectionsMax = 20_000;
    private const int HeaderSlackBytes = 32 * 1024;

    public static void Apply(IWebHostBuilder host, PurserConfiguration configuration)
    {
        host.UseUrls([.. configuration.Server.Urls]);
        host.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = ConnectionsMax;
            // Above the gateway's own bound, which answers in the provider's shape; what is beyond this one too is cut off by the socket.
            kestrel.Limits.MaxRequestHeadersTotalSize = checked((configuration.Gateway.MaxHeaderBytes * 2) + HeaderSlackBytes);
            // The gateway and the API bound their own bodies, with an answer in the caller's shape.
            kestrel.Limits.MaxRequestBodySize = null;
            // A model call may think for minutes before it sends: only a client that stops reading or writing is cut.
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(30);
        });
    }
}
