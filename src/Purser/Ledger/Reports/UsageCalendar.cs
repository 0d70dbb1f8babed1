using NodaTime;
using NodaTime.Extensions;

namespace Purser.Ledger.Reports;

/// <summary>Local days of one IANA zone, and how coarse a roll-up may be without straddling one.</summary>
internal sealed class UsageCalendar(DateTimeZone zone)
{
    private long _lastAt = long.MinValue;
    private LocalDate _lastDay;

    /// <exception cref="ArgumentException">No such zone.</exception>
    public static UsageCalendar For(string zone)
    {
        var provider = DateTimeZoneProviders.Tzdb;
        return new(provider.GetZoneOrNull(zone) ?? throw new ArgumentException(
            $"'{zone}' is no time zone; use one of the {provider.Ids.Count} IANA names, such as UTC, Europe/Berlin, America/New_York or Asia/Kathmandu.", nameof(zone)));
    }

    /// <summary>The local date at an instant; rows come in order of time, so the last answer is remembered.</summary>
    public LocalDate DayOf(long microseconds)
    {
        if (microseconds == _lastAt)
            return _lastDay;
        (_lastAt, _lastDay) = (microseconds, At(microseconds).InZone(zone).Date);
        return _lastDay;
    }

    /// <summary>The coarsest level whose every bucket lies within one local day, over a range in microseconds.</summary>
    public RollupLevel Coarsest(long from, long until)
    {
        if (from >= until)
            return RollupLevel.Day;
        var unit = 24 * 3600;
        foreach (var interval in zone.GetZoneIntervals(At(from), At(until)))
        {
            unit = Common(unit, interval.WallOffset.Seconds);
            if (interval.HasStart)
                unit = Common(unit, (int)(interval.Start.ToUnixTimeSeconds() % 86_400));
        }

        return unit switch
        {
            86_400 => RollupLevel.Day,
            _ when unit % 3600 == 0 => RollupLevel.Hour,
            _ when unit % 900 == 0 => RollupLevel.Quarter,
            _ => RollupLevel.Detail,
        };
    }

    private static Instant At(long microseconds) => Microseconds.ToInstant(microseconds).ToInstant();

    private static int Common(int a, int b)
    {
        b = Math.Abs(b);
        while (b != 0)
            (a, b) = (b, a % b);
        return a;
    }
}
