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
    private readonly Dictionary<long, string?> _names = new() { [0] = null };

    public UsageReport Run()
    {
        var (from, until) = Extent();
        foreach (var span in report.Spans(from, until))
        {
            if (span.Level == RollupLevel.Detail)
                AddDetail(span);
            else
                AddRollups(span);
        }

        foreach (var (key, totals) in _sums)
            report.Add(Slice(key), totals);
        return report.Build();
    }

    private (long From, long Until) Extent()
    {
        var (first, last) = (Bucket("SELECT min(bucket) FROM rollups_day"), Bucket("SELECT max(bucket) FROM rollups_day"));
        return first is null || last is null ? (0, 0) : (first.Value, last.Value + RollupSpan.Unit(RollupLevel.Day));
    }

    private long? Bucket(string sql)
    {
        var row = database.Prepare(sql);
        row.Step();
        var bucket = row.Int64OrNull(0);
        row.Reset();
        return bucket;
    }

    private void AddRollups(in RollupSpan span)
    {
        var fine = report.NeedsSession;
        var row = database.Prepare(fine ? RollupTable.SelectFine : RollupTable.Select(span.Level)).Bind(span.From).Bind(span.Until);
        while (row.Step())
        {
            // The local day stands in for the bucket: no report is finer.
            var day = report.GroupsByTime ? DayNumber(report.Calendar.DayOf(row.Int64(15))) : 0;
            var key = new RollupKey(default, fine, day, row.Int64(16), fine ? row.Int64(17) : 0, fine ? row.Int64(18) : 0);
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, key, out _);
            sum += RollupTable.Totals(row);
        }
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
        var row = database.Prepare("SELECT tenant, provider, model, user, agent, component, team, key, source, status FROM dimensions WHERE id = ?").Bind(key.Dimensions);
        row.Step();
        var ids = (row.Int64(0), row.Int64(1), row.Int64(2), row.Int64(3), row.Int64(4), row.Int64(5), row.Int64(6), row.Int64(7));
        var (source, status) = ((UsageSource)row.Int64(8), (EventStatus)row.Int64(9));
        row.Reset();
        var dimensions = new UsageDimensions(Name(ids.Item1)!, Name(ids.Item2), Name(ids.Item3), Name(ids.Item4), Name(ids.Item5),
            Name(ids.Item6), Name(ids.Item7), Name(ids.Item8), source, status);
        var tags = key.Tags == 0 ? FrozenDictionary<string, string>.Empty : StringMap.Read(Name(key.Tags));
        return new UsageSlice(dimensions, Name(key.Session), tags, report.GroupsByTime ? LocalDate.FromDateTime(DateTime.UnixEpoch.AddDays(key.Bucket)) : null);
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
