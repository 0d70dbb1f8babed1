using Purser.Server.Configuration;
using Purser.Server.Keys;

namespace Purser.Server.Api;

/// <summary>What the operations work on.</summary>
public sealed record ApiContext
{
    /// <summary>The joined rooms.</summary>
    public required PurserService Purser { get; init; }

    /// <summary>The virtual keys.</summary>
    public required KeyRing Keys { get; init; }

    /// <summary>The configuration in force.</summary>
    public required PurserConfiguration Configuration { get; init; }

    /// <summary>When the process began to serve, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Facts about the store for <c>doctor</c>; null for one without a file.</summary>
    public Func<StoreFacts>? Store { get; init; }
}
