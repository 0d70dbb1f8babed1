using System.Collections.Frozen;
using System.Runtime.InteropServices;
using NodaTime;
using Purser.Ledger;
using Purser.Ledger.Reports;
using Purser.Sqlite.Native;
using Purser.Sqlite.Tables;

namespace Purser.Sqlite.Reads;

/// <summary>One report: roll-ups summed by ids first, names looked up only for what remains.</summary>
internal sealed class ReportReads(SqliteDatabase database, UsageReportBuilder report)
{
    private readonly Dictionary<RollupKey, UsageTotals> _sums = [];
    private static readonly long NoonAfter = RollupSpan.Unit(RollupLevel.Day) / 2;

    private readonly Dictionary<long, LocalDate> _noons = [];
    private readonly Dictionary<RollupTier, long> _marks = [];
    private readonly Dictionary<long, UsageDimensions> _dimensions = [];
    private readonly Dictionary<long, string?> _names = new() { [0] = null };
    private List<RollupTail> _tail = [];

    public UsageReport Run()
    {
        foreach (var tier in RollupTier.All)
            _marks[tier] = RollupTable.MarkOf(database, tier);
        _tail = RollupTail.After(database, _marks.Values.Min());
        var (from, until) = Extent();
        foreach (var span in report.Spans(from, until))
        {
            if (span.Level == RollupLevel.Detail)
                AddDetail(span);
            else if (span.Level < RollupLevel.Day && !report.NeedsSession)
                AddLocalDays(span);
            else
                Sum(report.NeedsSession ? RollupTier.Session : RollupTier.Of(span.Level), span, RollupPlace.Own);
        }

        foreach (var (key, totals) in _sums)
            report.Add(Slice(key), totals);
        return report.Build();
    }

    private (long From, long Until) Extent()
    {
        var days = _tail.ConvertAll(static t => Microseconds.Floor(t.At, RollupSpan.Unit(RollupLevel.Day)));
        foreach (var edge in new[] { Bucket("SELECT min(bucket) FROM rollups_day"), Bucket("SELECT max(bucket) FROM rollups_day") })
        {
            if (edge is { } day)
                days.Add(day);
        }

        return days.Count == 0 ? (0, 0) : (days.Min(), days.Max() + RollupSpan.Unit(RollupLevel.Day));
    }

    private long? Bucket(string sql)
    {
        var row = database.Prepare(sql);
        row.Step();
        var bucket = row.Int64OrNull(0);
        row.Reset();
        return bucket;
    }

    // A zone's days are the UTC days but for some hours at their edges: those alone are read finely and moved to the day that they belong to.
    private void AddLocalDays(in RollupSpan span)
    {
        foreach (var part in RollupSpan.Cover(span.From, span.Until, RollupLevel.Day))
        {
            Sum(RollupTier.Of(part.Level), part, part.Level == RollupLevel.Day ? RollupPlace.Noon : RollupPlace.Own);
            if (part.Level != RollupLevel.Day)
                continue;
            foreach (var (from, until) in Strays(part))
            {
                foreach (var stray in RollupSpan.Cover(from, until, span.Level))
                    Sum(RollupTier.Of(stray.Level), stray, RollupPlace.Moved);
            }
        }
    }

    // The pieces of each UTC day whose local day is not that of its noon.
    private List<(long From, long Until)> Strays(RollupSpan days)
    {
        var (unit, strays) = (RollupSpan.Unit(RollupLevel.Quarter), new List<(long From, long Until)>());
        for (var at = days.From; at < days.Until; at += unit)
        {
            var local = report.Calendar.DayOf(at);
            if (local == DayOfNoon(at))
                continue;
            if (strays.Count > 0 && strays[^1].Until == at)
                strays[^1] = (strays[^1].From, at + unit);
            else
                strays.Add((at, at + unit));
        }

        return strays;
    }

    private LocalDate DayOfNoon(long at)
    {
        var day = Microseconds.Floor(at, RollupSpan.Unit(RollupLevel.Day));
        if (!_noons.TryGetValue(day, out var known))
            _noons.Add(day, known = report.Calendar.DayOf(day + NoonAfter));
        return known;
    }

    private void Sum(RollupTier tier, in RollupSpan span, RollupPlace place)
    {
        var row = database.Prepare(tier.Select).Bind(span.From).Bind(span.Until);
        while (row.Step())
            Add(place, row.Int64(15), new(0, row.Int64(16), tier.Fine ? row.Int64(17) : 0, tier.Fine ? row.Int64(18) : 0), RollupTable.Totals(row));
        foreach (var late in _tail)
        {
            if (late.Sequence > _marks[tier] && late.At >= span.From && late.At < span.Until)
                Add(place, late.At, late.Key, late.Totals);
        }
    }

    private void Add(RollupPlace place, long at, in RollupKey row, in UsageTotals totals)
    {
        if (!report.GroupsByTime)
            Add(0, row, totals);
        else if (place != RollupPlace.Noon)
            Add(DayNumber(report.Calendar.DayOf(at)), row, totals);
        else
            Add(DayNumber(DayOfNoon(at)), row, totals);
        if (place == RollupPlace.Moved)
            Add(DayNumber(DayOfNoon(at)), row, default(UsageTotals) - totals);
    }

    // The local day stands in for the bucket: no report is finer. What the report does not ask for is summed away here.
    private void Add(long day, in RollupKey row, in UsageTotals totals)
    {
        var key = new RollupKey(
            day, row.Dimensions, report.NeedsSessions ? row.Session : 0, report.NeedsTags ? row.Tags : 0);
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, key, out _);
        sum += totals;
    }

    private void AddDetail(in RollupSpan span)
    {
        if (Bucket("SELECT value FROM facts WHERE name = 'detail_floor'") is { } floor && span.From < floor)
            throw UsageReportBuilder.DetailGone(floor);

        foreach (var e in EventReads.Between(database, span.From, span.Until))
        {
            LocalDate? day = report.GroupsByTime ? report.Calendar.DayOf(Microseconds.Of(e.AdmittedAt)) : null;
            report.Add(new UsageSlice(UsageDimensions.Of(e), e.Attributes.Session, e.Attributes.Tags, day), UsageTotals.Of(e));
        }
    }

    private UsageSlice Slice(in RollupKey key)
    {
        var tags = key.Tags == 0 ? FrozenDictionary<string, string>.Empty : StringMap.Read(Name(key.Tags));
        return new UsageSlice(Dimensions(key.Dimensions), Name(key.Session), tags, report.GroupsByTime ? LocalDate.FromDateTime(DateTime.UnixEpoch.AddDays(key.Bucket)) : null);
    }

    private UsageDimensions Dimensions(long id)
    {
        if (_dimensions.TryGetValue(id, out var known))
            return known;
        var row = database.Prepare("SELECT tenant, provider, model, user, agent, component, team, key, source, status FROM dimensions WHERE id = ?").Bind(id);
        row.Step();
        var ids = new long[8];
        for (var i = 0; i < ids.Length; i++)
            ids[i] = row.Int64(i);
        var (source, status) = ((UsageSource)row.Int64(8), (EventStatus)row.Int64(9));
        row.Reset();
        return _dimensions[id] = new UsageDimensions(
            Name(ids[0])!, Name(ids[1]), Name(ids[2]), Name(ids[3]), Name(ids[4]), Name(ids[5]), Name(ids[6]), Name(ids[7]), source, status);
    }

    private string? Name(long id)
    {
        if (_names.TryGetValue(id, out var known))
            return known;
        var row = database.Prepare("SELECT text FROM names WHERE id = ?").Bind(id);
        row.Step();
        var text = row.Text(0);
        row.Reset();
        return _names[id] = text;
    }

    private static long DayNumber(LocalDate day) => Period.DaysBetween(new LocalDate(1970, 1, 1), day);
}
