using Purser.Ledger.Reports;
using Purser.Sqlite.Native;
using Purser.Sqlite.Tables;

namespace Purser.Sqlite.Reads;

/// <summary>One event that some roll-up does not contain yet.</summary>
/// <param name="Sequence">Its place; above a tier's mark it is missing there.</param>
/// <param name="At">Admission in microseconds.</param>
/// <param name="Key">Its row but for the bucket.</param>
/// <param name="Totals">What it adds.</param>
internal readonly record struct RollupTail(long Sequence, long At, RollupKey Key, UsageTotals Totals)
{
    // Status numbers are EventStatus: 4 is a failed call, which is not unmetered.
    private const string Select = """
        SELECT e.sign, e.sign * (e.input_uncached IS NULL AND d.status <> 4), e.sign * (e.input_uncached IS NOT NULL AND e.cost IS NULL), e.sign * (d.status = 4),
            e.sign * coalesce(e.input_uncached, 0), e.sign * coalesce(e.input_audio, 0), e.sign * coalesce(e.cache_read, 0), e.sign * coalesce(e.cache_write_5m, 0),
            e.sign * coalesce(e.cache_write_1h, 0), e.sign * coalesce(e.output_text, 0), e.sign * coalesce(e.output_audio, 0), e.sign * coalesce(e.output_reasoning, 0),
            e.sign * coalesce(e.cost, 0), e.sign * e.charged, e.sign * coalesce(e.duration_us, 0), e.seq, e.admitted_at, e.dimensions, e.session, e.tags
        FROM events e JOIN dimensions d ON d.id = e.dimensions WHERE e.seq > ? ORDER BY e.seq
        """;

    public static List<RollupTail> After(SqliteDatabase database, long mark)
    {
        var (row, tail) = (database.Prepare(Select).Bind(mark), new List<RollupTail>());
        while (row.Step())
            tail.Add(new(row.Int64(15), row.Int64(16), new(0, row.Int64(17), row.Int64(18), row.Int64(19)), RollupTable.Totals(row)));
        return tail;
    }
}
