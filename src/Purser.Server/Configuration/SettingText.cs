using System.Globalization;
using Purser.Server.Api;

namespace Purser.Server.Configuration;

/// <summary>Values as people write them in a configuration; null: not of that form.</summary>
internal static class SettingText
{
    private static readonly (string Suffix, long Milliseconds)[] Durations =
        [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

    private static readonly (string Suffix, long Bytes)[] Sizes =
        [("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("", 1)];

    public static long? Integer(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    public static decimal? Decimal(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : null;

    public static bool? Boolean(string text) => text.ToLowerInvariant() switch
    {
        "true" or "yes" or "on" or "1" => true,
        "false" or "no" or "off" or "0" => false,
        _ => null,
    };

    public static TimeSpan? Duration(string text)
    {
        foreach (var (suffix, milliseconds) in Durations)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal) && Number(text[..^suffix.Length]) is { } number && number <= long.MaxValue / 1_000_000 / milliseconds)
                return TimeSpan.FromMilliseconds(number * milliseconds);
        }

        return null;
    }

    public static long? Bytes(string text)
    {
        foreach (var (suffix, bytes) in Sizes)
        {
            if (text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) && Number(text[..^suffix.Length].TrimEnd()) is { } number && number <= long.MaxValue / bytes)
                return number * bytes;
        }

        return null;
    }

    public static bool IsHttpUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && uri.Host.Length > 0;

    public static DateTimeOffset? Instant(string text) => ApiInstant.Parse(text, "UTC");

    public static string FormatMilliseconds(decimal milliseconds)
    {
        var (suffix, unit) = Durations.Last(d => milliseconds % d.Milliseconds == 0);
        return milliseconds == 0 ? "0s" : $"{milliseconds / unit:0}{suffix}";
    }

    public static string FormatBytes(decimal bytes)
    {
        var (suffix, unit) = Sizes.Where(s => bytes >= s.Bytes && bytes % s.Bytes == 0).MaxBy(s => s.Bytes);
        return unit == 0 ? "0" : $"{bytes / unit:0}{suffix}";
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
