using Purser.Ledger;
using Purser.Ledger.Reports;
using Purser.Sqlite.Native;
using Purser.Sqlite.Reads;

namespace Purser.Sqlite.Tables;

/// <summary>All roll-up tables on the writer's side.</summary>
internal sealed class Rollups(SqliteDatabase database, NameTable names, DimensionTable dimensions)
{
    private readonly RollupTable[] _tables = [.. RollupTier.All.Select(t => new RollupTable(database, t))];

    // After an open or a rollback the tables say nothing about the events above their marks.
    private bool _stale = true;

    /// <exception cref="OverflowException">A sum would leave Int64.</exception>
    public void Add(RollupKey key, UsageEvent e)
    {
        var (at, totals) = (Microseconds.Of(e.AdmittedAt), UsageTotals.Of(e));
        foreach (var table in _tables)
            table.Add(at, key, totals, e);
    }

    /// <summary>Before the first event of a transaction: takes up what an earlier process or a rolled back transaction left above the marks.</summary>
    public void Begin()
    {
        if (!_stale)
            return;
        foreach (var table in _tables)
            table.Reload();
        foreach (var (sequence, e) in EventReads.After(database, _tables.Min(static t => t.Mark)))
        {
            var (key, at, totals) = (KeyOf(e), Microseconds.Of(e.AdmittedAt), UsageTotals.Of(e));
            foreach (var table in _tables)
            {
                if (sequence > table.Mark)
                    table.Add(at, key, totals, e);
            }
        }

        _stale = false;
    }

    /// <summary>Writes the tables that are due, or all.</summary>
    public void Flush(bool all)
    {
        if (!all && !Array.Exists(_tables, static t => t.IsDue))
            return;
        var last = Last();
        foreach (var table in _tables)
        {
            if (all || table.IsDue)
                table.Flush(last);
        }
    }

    public void Forget() => _stale = true;

    public RollupKey KeyOf(UsageEvent e) => new(
        0,
        dimensions.Id(UsageDimensions.Of(e)),
        names.Id(e.Attributes.Session),
        e.Attributes.Tags.Count == 0 ? 0 : names.Id(StringMap.Write(e.Attributes.Tags)));

    private long Last()
    {
        var find = database.Prepare("SELECT coalesce(max(seq), 0) FROM events");
        find.Step();
        var last = find.Int64(0);
        find.Reset();
        return last;
    }
}
