namespace Purser.Benchmarks.Harness;

/// <summary>What a lane stands for.</summary>
internal enum LaneRole
{
    /// <summary>Purser.</summary>
    Ours,

    /// <summary>Somebody else's way to do the same job.</summary>
    Peer,

    /// <summary>The fastest thing that does the essential work and nothing else.</summary>
    Limit,
}
