using System.Text.Json;
using Purser.Tokens;

namespace Purser.Ledger;

/// <summary>The ledger's enumerations as they are spelled on the wire.</summary>
internal static class WireNames
{
    public static string Of(UsageSource source) => source switch
    {
        UsageSource.Gateway => "gateway",
        UsageSource.Library => "library",
        UsageSource.Otlp => "otlp",
        _ => "import",
    };

    public static string Of(EventStatus status) => status switch
    {
        EventStatus.Ok => "ok",
        EventStatus.Partial => "partial",
        EventStatus.Estimated => "estimated",
        EventStatus.Unmetered => "unmetered",
        _ => "error",
    };

    public static UsageSource? Source(string? name) => name switch
    {
        "gateway" => UsageSource.Gateway,
        "library" => UsageSource.Library,
        "otlp" => UsageSource.Otlp,
        "import" => UsageSource.Import,
        _ => null,
    };

    public static EventStatus? Status(string? name) => name switch
    {
        "ok" => EventStatus.Ok,
        "partial" => EventStatus.Partial,
        "estimated" => EventStatus.Estimated,
        "unmetered" => EventStatus.Unmetered,
        "error" => EventStatus.Error,
        _ => null,
    };

    /// <summary>Sorted, as everywhere on the wire (providers 3).</summary>
    public static IEnumerable<string> Of(UsageFlags flags) =>
        FlagNames.Where(f => flags.HasFlag(f.Value)).Select(static f => f.Key);

    public static UsageFlags? Flag(string name) => FlagNames.TryGetValue(name, out var flag) ? flag : null;

    private static readonly SortedDictionary<string, UsageFlags> FlagNames = new(
        Enum.GetValues<UsageFlags>().Where(static f => f != UsageFlags.None)
            .ToDictionary(static f => JsonNamingPolicy.SnakeCaseLower.ConvertName(f.ToString())), StringComparer.Ordinal);
}
