using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Purser.Server.Gateway;

/// <summary>What every request of the gateway needs; one for the process.</summary>
internal sealed record GatewayServices(GatewayOptions Options, GatewayCalls Calls, Func<HttpContext, CallerIdentity> ResolveCaller, Forwarder Forwarder, TimeProvider Time, ILogger Log);
