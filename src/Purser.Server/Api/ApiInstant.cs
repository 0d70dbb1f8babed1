using NodaTime;
using NodaTime.Text;

namespace Purser.Server.Api;

/// <summary>Instants as people and programs write them.</summary>
internal static class ApiInstant
{
    /// <summary>An RFC 3339 instant, or a date: its first instant in the zone (UTC when the zone is unknown). Null when it is neither.</summary>
    public static DateTimeOffset? Parse(string text, string zone)
    {
        if (OffsetDateTimePattern.Rfc3339.Parse(text) is { Success: true } instant)
            return instant.Value.ToInstant().ToDateTimeOffset();
        if (LocalDatePattern.Iso.Parse(text) is not { Success: true } date)
            return null;
        var tz = DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? DateTimeZone.Utc;
        return date.Value.AtStartOfDayInZone(tz).ToInstant().ToDateTimeOffset();
    }
}
