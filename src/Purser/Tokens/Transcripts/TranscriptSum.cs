using Purser.Dialects;

namespace Purser.Tokens.Transcripts;

/// <summary>Adds up the distinct requests of a transcript.</summary>
internal static class TranscriptSum
{
    public static UsageReading Of(Dialect dialect, IReadOnlyList<TranscriptRequest> requests, UsageFlags flags)
    {
        var readings = requests.Select(r => r.Reading).ToList();
        return new UsageReading
        {
            Status = readings.Any(r => r.Status == UsageStatus.Partial) ? UsageStatus.Partial : UsageStatus.Ok,
            Dialect = dialect.Name,
            Model = readings.LastOrDefault(r => r.Model is not null)?.Model,
            Usage = readings.Aggregate(default(TokenUsage), (sum, r) => sum + r.Usage!.Value),
            ReportedTotal = readings.All(r => r.ReportedTotal is null) ? null : readings.Sum(r => r.ReportedTotal ?? 0),
            Flags = readings.Aggregate(flags, (all, r) => all | r.Flags),
            Extra = Extra(readings),
            Parts = [.. readings.SelectMany(PartsOf)],
        };
    }

    private static IEnumerable<UsagePart> PartsOf(UsageReading reading) =>
        reading.Parts.Count == 0
            ? [new UsagePart(reading.Model, reading.Usage!.Value)]
            : reading.Parts.Select(p => p.Model is null ? p with { Model = reading.Model } : p);

    private static UsageExtra Extra(List<UsageReading> readings) => new()
    {
        Requests = readings.Count,
        ProviderCostUsd = Sum(readings, e => e.ProviderCostUsd),
        WebSearchRequests = (long?)Sum(readings, e => e.WebSearchRequests),
        WebFetchRequests = (long?)Sum(readings, e => e.WebFetchRequests),
    };

    private static decimal? Sum(List<UsageReading> readings, Func<UsageExtra, decimal?> of)
    {
        var stated = readings.Select(r => of(r.Extra)).Where(v => v is not null).ToList();
        return stated.Count == 0 ? null : stated.Sum();
    }
}
