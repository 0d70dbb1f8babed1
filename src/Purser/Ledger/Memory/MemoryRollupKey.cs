using Purser.Ledger.Reports;

namespace Purser.Ledger.Memory;

/// <summary>One roll-up row: a quarter of an hour in UTC and every name there is; tags as their canonical text, null when none.</summary>
internal readonly record struct MemoryRollupKey(long Bucket, UsageDimensions Dimensions, string? Session, string? Tags)
{
    public static MemoryRollupKey Of(UsageEvent e) => new(
        Microseconds.Floor(Microseconds.Of(e.AdmittedAt), RollupSpan.Unit(RollupLevel.Quarter)),
        UsageDimensions.Of(e),
        e.Attributes.Session,
        e.Attributes.Tags.Count == 0 ? null : StringMap.Write(e.Attributes.Tags));
}
