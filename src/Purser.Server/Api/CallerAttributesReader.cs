using Purser.Ledger;

namespace Purser.Server.Api;

/// <summary>Joins what a caller states with what its key says: the key's values win, and a key lists what its holder may state (budgets R3).</summary>
internal static class CallerAttributesReader
{
    private const int LengthMax = 128;
    private const int TagsMax = 16;

    /// <exception cref="ApiProblemException">400 for values out of bounds, 403 for values that the key does not allow.</exception>
    public static CallAttributes Read(ApiCaller caller, ContextBody? stated)
    {
        stated ??= new();
        Check(stated);
        var key = caller.Key;
        if (key?.AllowedHeaders is { } allowed)
            CheckAllowed(stated, allowed, key.User);
        var tags = new Dictionary<string, string>(stated.Tags ?? [], StringComparer.Ordinal);
        foreach (var (name, value) in key?.Tags ?? new Dictionary<string, string>())
            tags[name] = value;
        return new CallAttributes
        {
            Tenant = key?.Tenant ?? CallAttributes.DefaultTenant,
            Team = key?.Team,
            KeyId = key?.Id,
            User = key?.User ?? stated.User,
            Session = stated.Session,
            Agent = stated.Agent,
            Component = stated.Component,
            Provider = stated.Provider,
            Model = stated.Model,
            Tags = tags,
            SetByClient = caller.IsTrusted ? AttributeNames.None : SetByClient(stated, key?.User is not null),
        };
    }

    private static void Check(ContextBody stated)
    {
        var errors = new List<ApiError>();
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("user", stated.User), ("session", stated.Session), ("agent", stated.Agent),
            ("component", stated.Component), ("provider", stated.Provider), ("model", stated.Model)])
        {
            if (value is { Length: 0 or > LengthMax } || value?.Any(char.IsControl) == true)
                errors.Add(new($"context.{name}", $"Must be 1 to {LengthMax} characters without control characters.", "RANGE_ERROR"));
        }

        if (stated.Tags is { Count: > TagsMax })
            errors.Add(new("context.tags", $"At most {TagsMax} tags.", "RANGE_ERROR"));
        foreach (var (name, value) in stated.Tags ?? [])
        {
            if (name.Length is 0 or > LengthMax || value is null or { Length: > LengthMax } || (name + value).Any(char.IsControl))
                errors.Add(new($"context.tags.{name}", $"Names are 1 to {LengthMax} characters, values at most {LengthMax}.", "RANGE_ERROR"));
        }

        if (errors.Count > 0)
            throw new ApiProblemException(ApiProblem.Validation("The context is not valid.", [.. errors]));
    }

    private static void CheckAllowed(ContextBody stated, IReadOnlyList<string> allowed, string? user)
    {
        var refused = Stated(stated).Where(name => !allowed.Contains(name, StringComparer.OrdinalIgnoreCase) && !(name == "user" && stated.User == user)).ToList();
        if (refused.Count > 0)
            throw new ApiProblemException(ApiProblem.Forbidden($"The key does not allow its holder to set {string.Join(", ", refused)}."));
    }

    private static IEnumerable<string> Stated(ContextBody stated)
    {
        if (stated.User is not null)
            yield return "user";
        if (stated.Session is not null)
            yield return "session";
        if (stated.Agent is not null)
            yield return "agent";
        if (stated.Component is not null)
            yield return "component";
        if (stated.Tags is { Count: > 0 })
            yield return "tags";
    }

    private static AttributeNames SetByClient(ContextBody stated, bool userOfKey)
    {
        var names = AttributeNames.Provider | AttributeNames.Model | AttributeNames.Session | AttributeNames.Agent | AttributeNames.Component | AttributeNames.Tags;
        return userOfKey || stated.User is null ? names : names | AttributeNames.User;
    }
}
