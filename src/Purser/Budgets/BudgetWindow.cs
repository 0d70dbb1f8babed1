using System.Globalization;
using System.Text.Json.Serialization;

namespace Purser.Budgets;

/// <summary>
/// The window that a limit applies to: <c>session hour day week month quarter year total rolling:5h fixed:5h</c> (budgets R22).
/// <c>default</c> is <c>total</c>. Immutable.
/// </summary>
/// <param name="Kind">The kind.</param>
/// <param name="Length">Length of <see cref="BudgetWindowKind.Rolling"/> and <see cref="BudgetWindowKind.Fixed"/>, whole seconds, one minute to 366 days; zero otherwise.</param>
[JsonConverter(typeof(BudgetWindowConverter))]
public readonly record struct BudgetWindow(BudgetWindowKind Kind, TimeSpan Length = default)
{
    internal const string Forms = "session, hour, day, week, month, quarter, year, total, rolling:5h or fixed:5h (units s, m, h, d)";

    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>Whether it opens when it is first used, so that its start must be stored (R23).</summary>
    public bool OpensAtFirstUse => Kind is BudgetWindowKind.Session or BudgetWindowKind.Fixed;

    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">Not a window; the message lists the forms.</exception>
    public static BudgetWindow Parse(string text) =>
        TryParse(text, out var window) ? window : throw new FormatException($"'{text}' is no window; use {Forms}.");

    /// <summary>Reads the text form; false when it is none.</summary>
    public static bool TryParse(string? text, out BudgetWindow window)
    {
        var span = text.AsSpan().Trim();
        var colon = span.IndexOf(':');
        window = default;
        if (!TryKind(colon < 0 ? span : span[..colon], out var kind))
            return false;
        var sized = kind is BudgetWindowKind.Rolling or BudgetWindowKind.Fixed;
        if (sized != colon >= 0)
            return false;
        var length = TimeSpan.Zero;
        if (sized && (!TryDuration(span[(colon + 1)..], out length) || length < Shortest || length > Longest))
            return false;
        window = new BudgetWindow(kind, length);
        return true;
    }

    /// <summary>The text form, which <see cref="Parse"/> reads back.</summary>
    public override string ToString()
    {
        var name = Kind.ToString().ToLowerInvariant();
        return Kind is BudgetWindowKind.Rolling or BudgetWindowKind.Fixed ? $"{name}:{FormatDuration(Length)}" : name;
    }

    private static bool TryKind(ReadOnlySpan<char> name, out BudgetWindowKind kind) =>
        Enum.TryParse(name, ignoreCase: true, out kind) && name.Length > 0 && char.IsAsciiLetter(name[0]) && Enum.IsDefined(kind);

    private static bool TryDuration(ReadOnlySpan<char> text, out TimeSpan length)
    {
        length = default;
        if (text.Length < 2 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 31_622_400)
            return false;
        TimeSpan? unit = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => null,
        };
        if (unit is not { } one || number > Longest / one)
            return false;
        length = one * number;
        return true;
    }

    private static string FormatDuration(TimeSpan length) => (length.Ticks % TimeSpan.TicksPerDay, length.Ticks % TimeSpan.TicksPerHour, length.Ticks % TimeSpan.TicksPerMinute) switch
    {
        (0, _, _) => $"{length.Ticks / TimeSpan.TicksPerDay}d",
        (_, 0, _) => $"{length.Ticks / TimeSpan.TicksPerHour}h",
        (_, _, 0) => $"{length.Ticks / TimeSpan.TicksPerMinute}m",
        _ => $"{length.Ticks / TimeSpan.TicksPerSecond}s",
    };
}
