using NodaTime;
using NodaTime.Extensions;
using Purser.Ledger;

namespace Purser.Tests.Ledger.Contract;

/// <summary>The report as a plain fold over events, one line a row: the reference that roll-ups are measured by.</summary>
internal static class NaiveReport
{
    public static string[] Of(UsageQuery query, IEnumerable<UsageEvent> events)
    {
        var groups = events
            .Where(e => (query.Since is null || e.AdmittedAt >= query.Since) && (query.Until is null || e.AdmittedAt < query.Until))
            .Where(e => query.Tenant is null || e.Attributes.Tenant == query.Tenant)
            .Where(e => query.Where.All(w => Value(w.Key, e, query.TimeZone) == w.Value))
            .GroupBy(e => string.Join('|', query.GroupBy.Select(g => $"{g}={Value(g, e, query.TimeZone) ?? "∅"}")));
        return [.. groups.Select(g => $"{g.Key} {Sums(g)}").Order(StringComparer.Ordinal)];
    }

    public static string[] Lines(UsageReport report) =>
        [.. report.Rows.Select(r => $"{string.Join('|', r.Key.Select(static k => $"{k.Key}={k.Value ?? "∅"}"))} " +
            $"{r.Calls} {r.Unmetered} {r.Unpriced} {r.Errors} {r.Usage} {r.Cost.Value} {r.Charged.Value} {r.Duration.Ticks}").Order(StringComparer.Ordinal)];

    private static string Sums(IEnumerable<UsageEvent> group)
    {
        var e = group.ToArray();
        var usage = e.Aggregate(default(Purser.Tokens.TokenUsage), static (sum, next) => sum + (next.Usage ?? default));
        return $"{e.Length} {e.Count(static x => x.Usage is null && x.Status != EventStatus.Error)} {e.Count(static x => x.Usage is not null && x.Cost is null)} " +
            $"{e.Count(static x => x.Status == EventStatus.Error)} {usage} {e.Sum(static x => x.Cost?.Value ?? 0)} {e.Sum(static x => x.Charged.Value)} {e.Sum(static x => x.Duration?.Ticks ?? 0)}";
    }

    private static string? Value(string name, UsageEvent e, string zone)
    {
        var day = e.AdmittedAt.ToInstant().InZone(DateTimeZoneProviders.Tzdb[zone]).Date;
        return name switch
        {
            "day" => $"{day:uuuu-MM-dd}",
            "week" => $"{day.PlusDays(1 - (int)day.DayOfWeek):uuuu-MM-dd}",
            "month" => $"{day:uuuu-MM}",
            "source" => e.Source.ToString().ToLowerInvariant(),
            "status" => e.Status.ToString().ToLowerInvariant(),
            _ => e.Attributes.Value(name),
        };
    }
}
