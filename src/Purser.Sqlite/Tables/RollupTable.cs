using Purser.Ledger;
using Purser.Ledger.Reports;
using Purser.Sqlite.Native;
using Purser.Tokens;

namespace Purser.Sqlite.Tables;

/// <summary>
/// Roll-ups on the writer's side. The only writer keeps the hot rows here, sums in checked arithmetic and writes each changed row once a transaction,
/// so that a group of commits costs a handful of row writes.
/// </summary>
internal sealed class RollupTable(SqliteDatabase database)
{
    private const int CacheBound = 16_384;

    private const string Sums =
        "calls, unmetered, unpriced, errors, input_uncached, input_audio, cache_read, cache_write_5m, cache_write_1h, output_text, output_audio, output_reasoning, cost, charged, duration_us";

    private static readonly RollupLevel[] Levels = [RollupLevel.Quarter, RollupLevel.Hour, RollupLevel.Day];

    private readonly Dictionary<RollupKey, Rollup> _rows = [];
    private readonly List<KeyValuePair<RollupKey, Rollup>> _changed = [];

    public static string Select(RollupLevel level) => level switch
    {
        RollupLevel.Quarter => $"SELECT {Sums}, bucket, dimensions FROM rollups_quarter WHERE bucket >= ? AND bucket < ?",
        RollupLevel.Hour => $"SELECT {Sums}, bucket, dimensions FROM rollups_hour WHERE bucket >= ? AND bucket < ?",
        _ => $"SELECT {Sums}, bucket, dimensions FROM rollups_day WHERE bucket >= ? AND bucket < ?",
    };

    public const string SelectFine = $"SELECT {Sums}, bucket, dimensions, session, tags FROM rollups_session WHERE bucket >= ? AND bucket < ?";

    /// <summary>The sums of a row whose first columns are <see cref="Select"/>'s.</summary>
    public static UsageTotals Totals(SqliteStatement row) => new()
    {
        Calls = row.Int64(0),
        Unmetered = row.Int64(1),
        Unpriced = row.Int64(2),
        Errors = row.Int64(3),
        Usage = new TokenUsage
        {
            InputUncached = row.Int64(4),
            InputAudio = row.Int64(5),
            CacheRead = row.Int64(6),
            CacheWrite5m = row.Int64(7),
            CacheWrite1h = row.Int64(8),
            OutputText = row.Int64(9),
            OutputAudio = row.Int64(10),
            OutputReasoning = row.Int64(11),
        },
        Cost = row.Int64(12),
        Charged = row.Int64(13),
        DurationUs = row.Int64(14),
    };

    /// <exception cref="OverflowException">A sum would leave Int64.</exception>
    public void Add(long at, long dimensions, long session, long tags, UsageEvent e)
    {
        var totals = UsageTotals.Of(e);
        foreach (var level in Levels)
            Add(new(level, false, Microseconds.Floor(at, RollupSpan.Unit(level)), dimensions, 0, 0), totals, e);
        Add(new(RollupLevel.Quarter, true, Microseconds.Floor(at, RollupSpan.Unit(RollupLevel.Quarter)), dimensions, session, tags), totals, e);
    }

    /// <summary>Writes what changed since the last flush.</summary>
    public void Flush()
    {
        foreach (var (key, row) in _changed)
        {
            Write(key, row);
            row.Changed = false;
        }

        _changed.Clear();
        if (_rows.Count > CacheBound)
            _rows.Clear();
    }

    public void Forget()
    {
        _rows.Clear();
        _changed.Clear();
    }

    private void Add(in RollupKey key, in UsageTotals totals, UsageEvent e)
    {
        if (!_rows.TryGetValue(key, out var row))
            _rows.Add(key, row = Find(key) ?? new Rollup(default, key.Fine ? null : new UsageHistograms()));
        row.Totals += totals;
        row.Histograms?.Add(e);
        if (row.Changed)
            return;
        row.Changed = true;
        _changed.Add(new(key, row));
    }

    private Rollup? Find(in RollupKey key)
    {
        var find = key.Fine
            ? database.Prepare($"SELECT {Sums} FROM rollups_session WHERE bucket = ? AND dimensions = ? AND session = ? AND tags = ?")
            : database.Prepare(key.Level switch
            {
                RollupLevel.Quarter => $"SELECT {Sums}, histograms FROM rollups_quarter WHERE bucket = ? AND dimensions = ?",
                RollupLevel.Hour => $"SELECT {Sums}, histograms FROM rollups_hour WHERE bucket = ? AND dimensions = ?",
                _ => $"SELECT {Sums}, histograms FROM rollups_day WHERE bucket = ? AND dimensions = ?",
            });
        find.Bind(key.Bucket).Bind(key.Dimensions);
        if (key.Fine)
            find.Bind(key.Session).Bind(key.Tags);
        var row = find.Step() ? new Rollup(Totals(find), key.Fine ? null : UsageHistograms.Read(find.Blob(15))) : null;
        find.Reset();
        return row;
    }

    private void Write(in RollupKey key, Rollup row)
    {
        var write = key.Fine
            ? database.Prepare($"REPLACE INTO rollups_session (bucket, dimensions, session, tags, {Sums}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            : database.Prepare(key.Level switch
            {
                RollupLevel.Quarter => $"REPLACE INTO rollups_quarter (bucket, dimensions, {Sums}, histograms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                RollupLevel.Hour => $"REPLACE INTO rollups_hour (bucket, dimensions, {Sums}, histograms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                _ => $"REPLACE INTO rollups_day (bucket, dimensions, {Sums}, histograms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            });
        write.Bind(key.Bucket).Bind(key.Dimensions);
        if (key.Fine)
            write.Bind(key.Session).Bind(key.Tags);
        Bind(write, row.Totals);
        if (row.Histograms is { } histograms)
        {
            Span<byte> blob = stackalloc byte[UsageHistograms.MaxSize];
            write.Bind(blob[..histograms.Write(blob)]);
        }

        write.Run();
    }

    private static void Bind(SqliteStatement write, in UsageTotals t) => write
        .Bind(t.Calls).Bind(t.Unmetered).Bind(t.Unpriced).Bind(t.Errors)
        .Bind(t.Usage.InputUncached).Bind(t.Usage.InputAudio).Bind(t.Usage.CacheRead).Bind(t.Usage.CacheWrite5m).Bind(t.Usage.CacheWrite1h)
        .Bind(t.Usage.OutputText).Bind(t.Usage.OutputAudio).Bind(t.Usage.OutputReasoning)
        .Bind(t.Cost).Bind(t.Charged).Bind(t.DurationUs);
}
