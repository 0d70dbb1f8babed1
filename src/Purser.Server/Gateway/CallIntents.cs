using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Purser.Calls;
using Purser.Dialects;
using Purser.Ledger;

namespace Purser.Server.Gateway;

/// <summary>What the flow is told of a request.</summary>
internal static class CallIntents
{
    public static CallIntent Create(HttpContext context, RouteMatch route, CallAttributes attributes, RequestFacts facts, ReadOnlyMemory<byte> body)
    {
        var headers = context.Request.Headers;
        var key = headers["Idempotency-Key"].ToString();
        var trace = TraceParent(headers.TraceParent.ToString());
        return new CallIntent
        {
            Attributes = attributes,
            Dialect = route.Dialect,
            Facts = facts,
            Source = UsageSource.Gateway,
            IdempotencyKey = key.Length == 0 ? null : Bounded(key),
            IdempotencyHash = key.Length == 0 ? default : Hash(route.Path, attributes, body.Span),
            CorrelationId = CallerAttributes.Clean(headers["X-Correlation-ID"].ToString()),
            TraceId = trace.Trace,
            SpanId = trace.Span,
        };
    }

    /// <summary>A key must stay itself: a long one is refused, never cut.</summary>
    private static string Bounded(string key) => key.Length <= 255
        ? key
        : throw new GatewayException(400, "idempotency_key_too_long", "An Idempotency-Key has at most 255 characters.");

    private static byte[] Hash(string path, CallAttributes attributes, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in (ReadOnlySpan<string?>)[path, attributes.Tenant, attributes.KeyId, attributes.User, attributes.Session, attributes.Agent, attributes.Component, attributes.Provider])
        {
            hash.AppendData(Encoding.UTF8.GetBytes(part ?? ""));
            hash.AppendData([0]);
        }

        foreach (var (name, value) in attributes.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}={value}\0"));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    /// <summary>W3C trace context: <c>00-{32 hex}-{16 hex}-{2 hex}</c>.</summary>
    private static (string? Trace, string? Span) TraceParent(string header) =>
        header.Length == 55 && header[2] == '-' && header[35] == '-' && header[52] == '-' && IsHex(header.AsSpan(3, 32)) && IsHex(header.AsSpan(36, 16))
            ? (header.Substring(3, 32), header.Substring(36, 16))
            : (null, null);

    private static bool IsHex(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigitLower(c))
                return false;
        }

        return true;
    }
}
