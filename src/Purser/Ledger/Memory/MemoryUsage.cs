using NodaTime;
using Purser.Ledger.Reports;

namespace Purser.Ledger.Memory;

/// <summary>Events in memory with their roll-ups.</summary>
internal sealed class MemoryUsage(int detailLimit)
{
    private static readonly long Quarter = RollupSpan.Unit(RollupLevel.Quarter);

    private readonly MemoryDetail<UsageEvent> _events = new(detailLimit, static e => e.RequestId);
    private long _floor = long.MinValue;

    public Dictionary<MemoryRollupKey, UsageTotals> Rollups { get; } = [];

    public long Dropped => _events.Dropped;

    public static DateTimeOffset FloorOf(DateTimeOffset before) => Microseconds.ToInstant(Microseconds.Floor(Microseconds.Of(before), Quarter));

    public bool Contains(Guid id) => _events.Contains(id);

    public IEnumerable<UsageEvent> OfRequest(Guid request) => _events.Of(request);

    public IEnumerable<UsageEvent> Newest() => _events.Newest();

    /// <summary>The events one by one; their roll-ups have been staged.</summary>
    public void Append(IReadOnlyList<UsageEvent> events)
    {
        foreach (var e in events)
            _events.Add(e.Id, e);
        _events.Trim(static _ => false, Forget);
    }

    public long Retain(DateTimeOffset floor)
    {
        _floor = Math.Max(_floor, Microseconds.Of(floor));
        return _events.Remove(e => e.AdmittedAt < floor, static _ => { });
    }

    public UsageReport Report(UsageReportBuilder report)
    {
        var (from, until) = Extent();
        var spans = report.Spans(from, until).ToArray();
        var whole = spans.Where(static s => s.Level != RollupLevel.Detail).ToArray();
        if (whole.Length > 0)
            AddRollups(report, whole[0].From, whole[^1].Until);
        foreach (var span in spans)
        {
            if (span.Level == RollupLevel.Detail)
                AddDetail(report, span);
        }

        return report.Build();
    }

    private (long From, long Until) Extent()
    {
        if (Rollups.Count == 0)
            return (0, 0);
        var day = RollupSpan.Unit(RollupLevel.Day);
        return (Microseconds.Floor(Rollups.Keys.Min(static k => k.Bucket), day), Microseconds.Floor(Rollups.Keys.Max(static k => k.Bucket), day) + day);
    }

    // Spans adjoin, so everything that is not detail is one range.
    private void AddRollups(UsageReportBuilder report, long from, long until)
    {
        foreach (var (key, totals) in Rollups)
        {
            if (key.Bucket >= from && key.Bucket < until)
                report.Add(new(key.Dimensions, key.Session, StringMap.Read(key.Tags), DayOf(report, key.Bucket)), totals);
        }
    }

    private void AddDetail(UsageReportBuilder report, RollupSpan span)
    {
        if (span.From < _floor)
            throw UsageReportBuilder.DetailGone(_floor);
        foreach (var e in _events.Newest())
        {
            var at = Microseconds.Of(e.AdmittedAt);
            if (at >= span.From && at < span.Until)
                report.Add(new(UsageDimensions.Of(e), e.Attributes.Session, e.Attributes.Tags, DayOf(report, at)), UsageTotals.Of(e));
        }
    }

    private static LocalDate? DayOf(UsageReportBuilder report, long at) => report.GroupsByTime ? report.Calendar.DayOf(at) : null;

    private void Forget(UsageEvent e) => _floor = Math.Max(_floor, Microseconds.Floor(Microseconds.Of(e.AdmittedAt), Quarter) + Quarter);
}
