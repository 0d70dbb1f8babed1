using System.Collections.Frozen;
using Purser.Ledger;

namespace Purser.Server.Keys;

/// <summary>A key of ours as it is stored: everything but the secret, of which only the SHA-256 hash is kept (design 7).</summary>
public sealed record VirtualKey
{
    /// <summary>Public id, part of the key's text and of usage events; never enough to call with.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the whole key text, 64 lower-case hex digits.</summary>
    public required string Hash { get; init; }

    /// <summary>What its holder may do.</summary>
    public KeyScopes Scopes { get; init; } = KeyScopes.Gateway;

    /// <summary>The tenant of everything done with it.</summary>
    public string Tenant { get; init; } = CallAttributes.DefaultTenant;

    /// <summary>The team; null: none.</summary>
    public string? Team { get; init; }

    /// <summary>The user; null: the holder may name one if <see cref="AllowedHeaders"/> says so.</summary>
    public string? User { get; init; }

    /// <summary>Labels of every call made with it; they beat labels that the caller sends.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Which attributes its holder may set itself: <c>user session agent component tags</c> (budgets R3); null: all of them.</summary>
    public IReadOnlyList<string>? AllowedHeaders { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it stops working, UTC; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was revoked, UTC; null: it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The document's version; 1 for the first.</summary>
    public long Version { get; init; } = 1;

    /// <summary>Whether it works at that instant.</summary>
    public bool IsActive(DateTimeOffset at) => RevokedAt is null && (ExpiresAt is null || at < ExpiresAt);
}
