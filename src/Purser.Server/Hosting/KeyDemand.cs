using System.Net;
using Purser.Server.Configuration;
using Purser.Server.Keys;

namespace Purser.Server.Hosting;

/// <summary>Whether every caller needs a key: on loopback only when configured, anywhere else always (design 7).</summary>
internal static class KeyDemand
{
    /// <summary>Why keys are demanded; null when they are not.</summary>
    /// <exception cref="ConfigurationException">Keys are demanded and there is none: nobody could call, and nobody could make one.</exception>
    public static string? Of(PurserConfiguration configuration, KeyRing keys)
    {
        var open = configuration.Server.Urls.Where(u => !IsLoopback(new Uri(u))).ToList();
        var why = open.Count > 0 ? $"{open[0]} can be reached from elsewhere" : configuration.KeysRequired ? "keys.required is always" : null;
        if (open.Count == 0 || keys.AnyActive)
            return why;
        var message = $"'{open[0]}' can be reached from elsewhere, which demands keys, and there is none. "
            + $"Make one first: purser key create admin --scope admin --data {configuration.Server.Data}; or listen on http://127.0.0.1:4700.";
        throw new ConfigurationException([new("server.urls", message, configuration.Effective.FirstOrDefault(e => e.Key == "server.urls")?.Origin ?? SettingOrigin.Default)]);
    }

    private static bool IsLoopback(Uri url) =>
        url.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
