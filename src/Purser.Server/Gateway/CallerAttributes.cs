using Microsoft.AspNetCore.Http;
using Purser.Ledger;

namespace Purser.Server.Gateway;

/// <summary>Who is calling: the virtual key, then the headers that it allows, then the body (design 6.2).</summary>
internal static class CallerAttributes
{
    /// <summary>Longest value of an attribute or tag, in characters; longer ones are cut.</summary>
    public const int MaxLength = 128;

    /// <summary>Most tags of a call; further ones are ignored.</summary>
    public const int MaxTags = 16;

    public static CallAttributes From(IHeaderDictionary headers, CallerIdentity caller, string provider, string? model, string? bodyUser)
    {
        var client = AttributeNames.None;
        var user = caller.User;
        if (user is null && caller.MaySet.HasFlag(AttributeNames.User))
        {
            user = Clean(headers["X-Purser-User"].ToString()) ?? Clean(bodyUser);
            client |= user is null ? AttributeNames.None : AttributeNames.User;
        }

        return new CallAttributes
        {
            Tenant = caller.Tenant,
            Team = caller.Team,
            KeyId = caller.KeyId,
            User = user,
            Session = Header(headers, caller, "X-Purser-Session", AttributeNames.Session, ref client),
            Agent = Header(headers, caller, "X-Purser-Agent", AttributeNames.Agent, ref client),
            Component = Header(headers, caller, "X-Purser-Component", AttributeNames.Component, ref client),
            Provider = provider,
            Model = Clean(model),
            Tags = Tags(headers, caller, ref client),
            SetByClient = client | (model is null ? AttributeNames.None : AttributeNames.Model),
        };
    }

    private static string? Header(IHeaderDictionary headers, CallerIdentity caller, string name, AttributeNames attribute, ref AttributeNames client)
    {
        if (!caller.MaySet.HasFlag(attribute) || Clean(headers[name].ToString()) is not { } value)
            return null;
        client |= attribute;
        return value;
    }

    private static IReadOnlyDictionary<string, string> Tags(IHeaderDictionary headers, CallerIdentity caller, ref AttributeNames client)
    {
        var given = headers["X-Purser-Tags"];
        if (given.Count == 0 || !caller.MaySet.HasFlag(AttributeNames.Tags))
            return caller.Tags;
        var tags = new Dictionary<string, string>(caller.Tags, StringComparer.Ordinal);
        foreach (var part in given.ToString().Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (tags.Count >= MaxTags || equals <= 0 || Clean(part[..equals]) is not { } name || Clean(part[(equals + 1)..]) is not { } value)
                continue;
            if (tags.TryAdd(name, value))
                client |= AttributeNames.Tags;
        }

        return tags;
    }

    /// <summary>Trimmed, without control characters, at most <see cref="MaxLength"/> long; null when nothing is left.</summary>
    internal static string? Clean(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return null;
        var trimmed = value.AsSpan().Trim();
        if (trimmed.Length > MaxLength)
            trimmed = trimmed[..(char.IsHighSurrogate(trimmed[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
        foreach (var c in trimmed)
        {
            if (char.IsControl(c))
                return Clean(string.Concat(trimmed.ToString().Where(kept => !char.IsControl(kept))));
        }

        return trimmed.Length == value.Length ? value : trimmed.ToString();
    }
}
