namespace Purser.Server.Keys;

/// <summary>Scopes as spelled on the wire, and what includes what.</summary>
internal static class KeyScopeNames
{
    private static readonly (string Name, KeyScopes Scope)[] Table =
    [
        ("gateway", KeyScopes.Gateway), ("ingest", KeyScopes.Ingest), ("viewer", KeyScopes.Viewer),
        ("operator", KeyScopes.Operator), ("admin", KeyScopes.Admin),
    ];

    /// <summary>All names, for messages.</summary>
    public static string All { get; } = string.Join(", ", Table.Select(t => t.Name));

    /// <summary>Null when there is no such scope.</summary>
    public static KeyScopes? Parse(string name)
    {
        foreach (var (known, scope) in Table)
        {
            if (string.Equals(known, name, StringComparison.OrdinalIgnoreCase))
                return scope;
        }

        return null;
    }

    public static IReadOnlyList<string> Names(KeyScopes scopes) => [.. Table.Where(t => scopes.HasFlag(t.Scope)).Select(t => t.Name)];

    /// <summary>Whether a holder of <paramref name="held"/> may do what needs <paramref name="needed"/>.</summary>
    public static bool Permits(KeyScopes held, KeyScopes needed)
    {
        if (held.HasFlag(KeyScopes.Admin))
            return true;
        if (held.HasFlag(KeyScopes.Operator))
            held |= KeyScopes.Viewer | KeyScopes.Ingest | KeyScopes.Gateway;
        return (held & needed) == needed;
    }
}
