namespace Purser.Ledger;

/// <summary>Stored time: integer microseconds since 1970-01-01T00:00:00Z; what is finer is cut off towards the past.</summary>
internal static class Microseconds
{
    public static long Of(DateTimeOffset at) => FloorDiv(at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks, TimeSpan.TicksPerMicrosecond);

    public static long Of(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset ToInstant(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(checked(microseconds * TimeSpan.TicksPerMicrosecond));

    public static long Floor(long value, long unit) => checked(FloorDiv(value, unit) * unit);

    public static long Ceiling(long value, long unit) => checked(-FloorDiv(-value, unit) * unit);

    private static long FloorDiv(long value, long unit) => value >= 0 ? value / unit : -((-value + unit - 1) / unit);
}
