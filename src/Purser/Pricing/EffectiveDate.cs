using System.Globalization;
using System.Text.Json;

namespace Purser.Pricing;

/// <summary>Reads and writes the bounds of a price's life: a bare date where the bound is a whole day, else an instant.</summary>
internal static class EffectiveDate
{
    private const string DateFormat = "yyyy-MM-dd";

    public static DateTimeOffset? Parse(string? text, bool endOfDay)
    {
        if (text is null)
            return null;
        if (DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return endOfDay ? EndOf(day) : StartOf(day);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : throw new JsonException($"'{text}' is neither a date (yyyy-MM-dd) nor an instant.");
    }

    public static string Format(DateTimeOffset value, bool endOfDay)
    {
        var utc = value.ToUniversalTime();
        var day = DateOnly.FromDateTime(utc.DateTime);
        var whole = utc == (endOfDay ? EndOf(day) : StartOf(day));
        return utc.ToString(whole ? DateFormat : "O", CultureInfo.InvariantCulture);
    }

    private static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private static DateTimeOffset EndOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MaxValue), TimeSpan.Zero);
}
