namespace Purser.Ledger.Spooling;

/// <summary>Place, bound and flush of a spool.</summary>
public sealed record SegmentSpoolOptions
{
    /// <summary>The directory of the segment files; created when absent. One spool at a time may have it.</summary>
    public required string Directory { get; init; }

    /// <summary>Most bytes of all segments together; default 256 MiB. Full-mode: a record is refused and counted.</summary>
    public long MaxTotalBytes { get; init; } = 256L << 20;

    /// <summary>Size at which a new segment is begun; default 8 MiB.</summary>
    public long SegmentBytes { get; init; } = 8L << 20;

    /// <summary>Whether a record is flushed to disk before it counts as kept; default true.</summary>
    public bool FlushEach { get; init; } = true;
}
