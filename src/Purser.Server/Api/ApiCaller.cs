using Purser.Server.Keys;

namespace Purser.Server.Api;

/// <summary>Who is calling the API.</summary>
public sealed record ApiCaller
{
    /// <summary>The process itself, or one that read the boot token of the data directory: host code that may do everything.</summary>
    public static ApiCaller Host { get; } = new() { Name = "local", Scopes = KeyScopes.Admin };

    /// <summary>Someone on loopback of a server that demands no keys.</summary>
    public static ApiCaller Loopback { get; } = new() { Name = "loopback", Scopes = KeyScopes.Admin };

    /// <summary>The name that entries of changes record.</summary>
    public required string Name { get; init; }

    /// <summary>What the caller may do.</summary>
    public required KeyScopes Scopes { get; init; }

    /// <summary>The virtual key; null for local callers.</summary>
    public VirtualKey? Key { get; init; }

    /// <summary>The tenant that a keyed caller is confined to; null: every tenant.</summary>
    public string? Tenant => Key is null || Scopes.HasFlag(KeyScopes.Admin) ? null : Key.Tenant;

    /// <summary>Whether the attributes it states are its own to vouch for (budgets R3): operators and hosts act for their users, other keys' holders are clients.</summary>
    public bool IsTrusted => KeyScopeNames.Permits(Scopes, KeyScopes.Operator);

    /// <summary>The caller that holds a key.</summary>
    public static ApiCaller Of(VirtualKey key) => new() { Name = $"key {key.Id} ({key.Name})", Scopes = key.Scopes, Key = key };
}
