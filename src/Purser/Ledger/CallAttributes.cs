using System.Collections.Frozen;

namespace Purser.Ledger;

/// <summary>Who is calling what: the names that budgets select by and reports group by. Null: not stated.</summary>
public sealed record CallAttributes
{
    /// <summary>The tenant of calls that carry no key.</summary>
    public const string DefaultTenant = "default";

    /// <summary>The tenant; <see cref="DefaultTenant"/> without a key.</summary>
    public string Tenant { get; init; } = DefaultTenant;

    /// <summary>The team of the virtual key.</summary>
    public string? Team { get; init; }

    /// <summary>The end user.</summary>
    public string? User { get; init; }

    /// <summary>Public id of the virtual key; never the key itself.</summary>
    public string? KeyId { get; init; }

    /// <summary>The agent.</summary>
    public string? Agent { get; init; }

    /// <summary>The session or conversation.</summary>
    public string? Session { get; init; }

    /// <summary>The component of the agent.</summary>
    public string? Component { get; init; }

    /// <summary>prices.json's spelling, or the upstream's name.</summary>
    public string? Provider { get; init; }

    /// <summary>The model as asked for; events are recorded under the model that answered.</summary>
    public string? Model { get; init; }

    /// <summary>Free labels; keys and values at most 128 characters, at most 16 of them.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Which of these the client could set itself (headers, body) instead of a key or host code (budgets R3).</summary>
    public AttributeNames SetByClient { get; init; }

    /// <summary>The value under a selector's name: <c>tenant team user key agent session component provider model tag:K</c>; null when not stated.</summary>
    /// <exception cref="ArgumentException">No such name.</exception>
    public string? Value(string name) => name switch
    {
        "tenant" => Tenant,
        "team" => Team,
        "user" => User,
        "key" => KeyId,
        "agent" => Agent,
        "session" => Session,
        "component" => Component,
        "provider" => Provider,
        "model" => Model,
        _ when name.StartsWith("tag:", StringComparison.Ordinal) => Tags.GetValueOrDefault(name[4..]),
        _ => throw new ArgumentException($"'{name}' is no attribute; use tenant, team, user, key, agent, session, component, provider, model or tag:NAME.", nameof(name)),
    };
}
