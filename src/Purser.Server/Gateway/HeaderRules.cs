using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Purser.Server.Gateway;

/// <summary>Which headers travel on (RFC 9110 §7.6.1), in both directions.</summary>
internal static class HeaderRules
{
    public const string RequestId = "X-Purser-Request";

    public const string Clamped = "X-Purser-Clamped";

    private const string Ours = "X-Purser-";

    private static readonly FrozenSet<string> HopByHop = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authentication-Info", "Proxy-Authorization", "Proxy-Connection",
        "TE", "Trailer", "Transfer-Encoding", "Upgrade", "HTTP2-Settings");

    /// <summary>Made anew by the upstream client, or of no concern to the upstream: a cookie sent to this host is Purser's own.</summary>
    private static readonly FrozenSet<string> NotForwarded = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "Host", "Expect", "Content-Length", "Accept-Encoding", "Cookie", "Cookie2");

    private static readonly FrozenSet<string> Credentials = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "Authorization", "x-api-key", "x-goog-api-key", "api-key");

    /// <summary>Whether a request header is an end-to-end one that the upstream may see.</summary>
    public static bool Forwards(string name, StringValues connection, bool withCredentials) =>
        !HopByHop.Contains(name) && !NotForwarded.Contains(name)
        && !name.StartsWith(Ours, StringComparison.OrdinalIgnoreCase)
        && name[0] != ':'
        && (withCredentials || !Credentials.Contains(name))
        && !IsListed(connection, name);

    /// <summary>Whether an answer's header is an end-to-end one that the client may see.</summary>
    public static bool Returns(string name, StringValues connection) =>
        !HopByHop.Contains(name) && !name.StartsWith(Ours, StringComparison.OrdinalIgnoreCase) && !IsListed(connection, name);

    /// <summary>
    /// What the client accepts, narrowed to encodings that can be metered; null: it did not say, so nothing is said. A client that accepts
    /// none of them gets the answer unencoded.
    /// </summary>
    public static string? NarrowEncodings(StringValues accepted)
    {
        if (accepted.Count == 0)
            return null;
        List<string>? kept = null;
        foreach (var line in accepted)
        {
            foreach (var part in (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                var name = part.Split(';')[0].TrimEnd();
                if (name.Equals("gzip", StringComparison.OrdinalIgnoreCase) || name.Equals("br", StringComparison.OrdinalIgnoreCase) || name.Equals("identity", StringComparison.OrdinalIgnoreCase))
                    (kept ??= []).Add(part);
                else if (name == "*" && !part.Contains(";q=0", StringComparison.Ordinal))
                    (kept ??= []).AddRange(["gzip", "br"]);
            }
        }

        return kept is null ? "identity" : string.Join(", ", kept);
    }

    /// <summary>The length of all names and values, as a bound on what is read and copied.</summary>
    public static long Size(IHeaderDictionary headers)
    {
        var size = 0L;
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
                size += name.Length + (value?.Length ?? 0);
        }

        return size;
    }

    private static bool IsListed(StringValues connection, string name)
    {
        foreach (var line in connection)
        {
            if (line is null || line.Length < name.Length)
                continue;
            foreach (var range in line.AsSpan().Split(','))
            {
                if (line.AsSpan(range).Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
                    return true;
            }
        }

        return false;
    }
}
