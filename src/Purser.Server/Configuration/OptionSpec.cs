namespace Purser.Server.Configuration;

/// <summary>One option: its key, how it is read, its default and its range.</summary>
/// <param name="Path">Dotted; <c>*</c> stands for a name, <c>#</c> for a list index.</param>
/// <param name="Kind">How its text is read.</param>
/// <param name="Summary">What it does, in a sentence.</param>
internal sealed record OptionSpec(string Path, OptionKind Kind, string Summary)
{
    /// <summary>As a file would state it; null: none.</summary>
    public string? Default { get; init; }

    /// <summary>Least and most of numbers, bytes, and milliseconds of durations.</summary>
    public decimal Min { get; init; } = decimal.MinValue;

    public decimal Max { get; init; } = decimal.MaxValue;

    /// <summary>The words of a <see cref="OptionKind.Choice"/>.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Whether it takes several values: a list, or one text split at <c>;</c> and <c>,</c>.</summary>
    public bool IsList { get; init; }

    /// <summary>Whether its value is never shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Why a value cannot be used; null when it can.</summary>
    public string? Problem(string text) => Kind switch
    {
        OptionKind.Integer => Number(SettingText.Integer(text), "an integer", n => n.ToString("0")),
        OptionKind.Decimal => Number(SettingText.Decimal(text), "a number", n => n.ToString()),
        OptionKind.Boolean => SettingText.Boolean(text) is null ? $"'{text}' must be true or false." : null,
        OptionKind.Duration => Number((decimal?)SettingText.Duration(text)?.TotalMilliseconds, "a duration such as 500ms, 30s, 10m, 2h or 7d", SettingText.FormatMilliseconds),
        OptionKind.Bytes => Number(SettingText.Bytes(text), "a size such as 65536, 64KiB or 4MiB", SettingText.FormatBytes),
        OptionKind.Choice => Words.Contains(text, StringComparer.OrdinalIgnoreCase) ? null : $"'{text}' must be one of {string.Join(", ", Words)}.",
        OptionKind.Url => SettingText.IsHttpUrl(text) ? null : $"'{text}' must be an absolute http or https URL without user name.",
        OptionKind.Instant => SettingText.Instant(text) is null ? $"'{text}' must be an instant such as 2026-11-20T12:00:00Z or a date." : null,
        _ => text.Length == 0 ? "must not be empty." : null,
    };

    private string? Number(decimal? value, string noun, Func<decimal, string> format)
    {
        if (value >= Min && value <= Max)
            return null;
        var range = (Min, Max) switch
        {
            (decimal.MinValue, decimal.MaxValue) => "",
            (_, decimal.MaxValue) => $" of at least {format(Min)}",
            _ => $" from {format(Min)} to {format(Max)}",
        };
        return $"must be {noun}{range}.";
    }
}
