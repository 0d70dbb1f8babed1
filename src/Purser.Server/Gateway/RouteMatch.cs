using Purser.Dialects;

namespace Purser.Server.Gateway;

/// <summary>What a path stands for.</summary>
/// <param name="Kind">Its meaning for the accounts.</param>
/// <param name="Path">The canonical path below the upstream's name, as it is forwarded.</param>
/// <param name="Exact">Whether the request spelled the route's letters as the table does.</param>
internal readonly record struct RouteMatch(RouteKind Kind, string Path, bool Exact)
{
    /// <summary>The dialect of a metered route; null otherwise.</summary>
    public Dialect? Dialect { get; init; }

    /// <summary>The model that the path names; null: the body names it.</summary>
    public string? Model { get; init; }

    /// <summary>Whether the path itself asks for a stream.</summary>
    public bool Streams { get; init; }
}
