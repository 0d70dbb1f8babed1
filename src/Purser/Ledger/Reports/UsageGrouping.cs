using System.Globalization;
using NodaTime;

namespace Purser.Ledger.Reports;

/// <summary>The names that reports group and filter by.</summary>
internal static class UsageGrouping
{
    public const string TagPrefix = "tag:";

    private const string Known = "day, week, month, model, provider, agent, component, user, session, team, key, tenant, source, status or tag:NAME";

    public static bool IsTime(string name) => name is "day" or "week" or "month";

    public static bool IsTag(string name) => name.Length > TagPrefix.Length && name.StartsWith(TagPrefix, StringComparison.Ordinal);

    /// <exception cref="ArgumentException">No such grouping; the message lists them.</exception>
    public static void Validate(string name)
    {
        if (!IsTime(name) && !IsTag(name) && !IsDimension(name) && name != "session")
            throw new ArgumentException($"'{name}' is no grouping; use {Known}.", nameof(name));
    }

    /// <summary>The value that a group of calls has under a name; null when the calls did not state it.</summary>
    public static string? Value(string name, in UsageSlice slice) => name switch
    {
        "session" => slice.Session,
        "day" or "week" or "month" => Period(name, slice.Day!.Value),
        _ when IsTag(name) => slice.Tags.GetValueOrDefault(name[TagPrefix.Length..]),
        _ => Dimension(name, slice.Dimensions),
    };

    private static bool IsDimension(string name) => name is
        "model" or "provider" or "agent" or "component" or "user" or "team" or "key" or "tenant" or "source" or "status";

    private static string? Dimension(string name, in UsageDimensions d) => name switch
    {
        "model" => d.Model,
        "provider" => d.Provider,
        "agent" => d.Agent,
        "component" => d.Component,
        "user" => d.User,
        "team" => d.Team,
        "key" => d.Key,
        "tenant" => d.Tenant,
        "source" => WireNames.Of(d.Source),
        "status" => WireNames.Of(d.Status),
        _ => throw new ArgumentException($"'{name}' is no grouping; use {Known}.", nameof(name)),
    };

    private static string Period(string name, LocalDate day) => name switch
    {
        "day" => day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
        "week" => day.With(DateAdjusters.PreviousOrSame(IsoDayOfWeek.Monday)).ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
        _ => day.ToString("uuuu-MM", CultureInfo.InvariantCulture),
    };
}
