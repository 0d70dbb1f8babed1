using Purser.Dialects;

namespace Purser.Server.Gateway;

/// <summary>Chooses how an answer is read, by its own headers.</summary>
internal static class MeterFactory
{
    public static ResponseMeter Open(HttpResponseMessage answer, Dialect dialect, bool streamed, GatewayOptions options) => NoMeter.Instance;
}
