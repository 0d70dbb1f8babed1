using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Purser.Ledger;
using Purser.Server.Api;
using Purser.Server.Gateway;
using Purser.Server.Keys;

namespace Purser.Server.Hosting;

/// <summary>Says who is calling: the boot token, a virtual key, or someone on loopback where no keys are demanded (design 7).</summary>
internal sealed class CallerResolver(KeyRing keys, string bootToken, bool keysRequired)
{
    private static readonly string[] ForwardingHeaders = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"];
    private readonly byte[] _bootToken = Encoding.ASCII.GetBytes(bootToken);

    /// <summary>The caller of the API, or the problem to answer with.</summary>
    public (ApiCaller? Caller, ApiProblem? Problem) ForApi(HttpContext http)
    {
        var text = Bearer(http.Request);
        if (text is null)
        {
            return DemandsKey(http)
                ? (null, ApiProblem.Unauthorized("Send a key: Authorization: Bearer pk-purser-…. Make one on the server with: purser key create."))
                : (ApiCaller.Loopback, null);
        }

        if (IsBootToken(text))
            return (ApiCaller.Host, null);
        var verdict = keys.Verify(text, out var key);
        return verdict == KeyVerdict.Valid ? (ApiCaller.Of(key!), null) : (null, ApiProblem.Unauthorized(Explain(verdict)));
    }

    /// <summary>The caller of the gateway. A provider's own key is no concern of ours where no key is demanded.</summary>
    public CallerIdentity ForGateway(HttpContext http)
    {
        var text = Candidates(http.Request).FirstOrDefault(KeySecret.IsOurs);
        if (text is null)
            return DemandsKey(http) ? CallerIdentity.Refused(401, "A virtual key is needed: make one with purser key create, and send it as your API key.") : CallerIdentity.Anonymous;
        var verdict = keys.Verify(text, out var key);
        if (verdict != KeyVerdict.Valid)
            return CallerIdentity.Refused(401, Explain(verdict));
        return KeyScopeNames.Permits(key!.Scopes, KeyScopes.Gateway)
            ? new CallerIdentity { KeyId = key.Id, Tenant = key.Tenant, Team = key.Team, User = key.User, Tags = key.Tags, MaySet = MaySet(key) }
            : CallerIdentity.Refused(403, "The key lacks the scope gateway.");
    }

    // A proxy that nobody configured may hide a caller from elsewhere behind loopback.
    private bool DemandsKey(HttpContext http) =>
        keysRequired || http.Connection.RemoteIpAddress is not { } address || !IPAddress.IsLoopback(address)
        || ForwardingHeaders.Any(http.Request.Headers.ContainsKey);

    private bool IsBootToken(string text) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text), _bootToken);

    private static AttributeNames MaySet(VirtualKey key)
    {
        if (key.AllowedHeaders is not { } allowed)
            return CallerIdentity.AllHeaders;
        var names = AttributeNames.None;
        foreach (var header in allowed)
            names |= Enum.TryParse<AttributeNames>(header, ignoreCase: true, out var name) ? name : AttributeNames.None;
        return names & CallerIdentity.AllHeaders;
    }

    private static string Explain(KeyVerdict verdict) => verdict switch
    {
        KeyVerdict.Revoked => "The key was revoked.",
        KeyVerdict.Expired => "The key has expired.",
        _ => "The key is not known here.",
    };

    private static string? Bearer(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : null;
    }

    private static IEnumerable<string> Candidates(HttpRequest request)
    {
        if (Bearer(request) is { } bearer)
            yield return bearer;
        // Without its scheme it is ours still, and must not travel on.
        yield return request.Headers.Authorization.ToString().Trim();
        yield return request.Headers["x-api-key"].ToString();
        yield return request.Headers["api-key"].ToString();
        yield return request.Headers["x-goog-api-key"].ToString();
        yield return request.Query["key"].ToString();
    }
}
