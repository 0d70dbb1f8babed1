using Purser.Ledger;
using Purser.Ledger.Reports;
using Purser.Sqlite.Native;
using Purser.Tokens;

namespace Purser.Sqlite.Tables;

/// <summary>
/// One roll-up table on the writer's side. The only writer keeps the hot rows here, sums in checked arithmetic and writes what changed once so many
/// events have come together, moving the mark in the same transaction: a crash in between loses nothing, the events above the mark are still there.
/// </summary>
internal sealed class RollupTable(SqliteDatabase database, RollupTier tier)
{
    private const int CacheBound = 16_384;

    private readonly Dictionary<RollupKey, Rollup> _rows = [];
    private readonly List<KeyValuePair<RollupKey, Rollup>> _changed = [];
    private int _pending;

    /// <summary>The last event that the stored rows contain.</summary>
    public long Mark { get; private set; }

    public bool IsDue => _pending >= tier.Bound;

    /// <summary>The sums of a row whose first columns are <see cref="RollupTier.Select"/>'s.</summary>
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
    public void Add(long at, RollupKey key, in UsageTotals totals, UsageEvent e)
    {
        key = key with { Bucket = Microseconds.Floor(at, RollupSpan.Unit(tier.Level)) };
        if (!tier.Fine)
            key = key with { Session = 0, Tags = 0 };
        if (!_rows.TryGetValue(key, out var row))
            _rows.Add(key, row = Find(key) ?? new Rollup(default, tier.Fine ? null : new UsageHistograms()));
        row.Totals += totals;
        row.Histograms?.Add(e);
        _pending++;
        if (row.Changed)
            return;
        row.Changed = true;
        _changed.Add(new(key, row));
    }

    /// <summary>Writes what changed and moves the mark to <paramref name="last"/>, the newest event.</summary>
    public void Flush(long last)
    {
        foreach (var (key, row) in _changed)
        {
            Write(key, row);
            row.Changed = false;
        }

        _changed.Clear();
        _pending = 0;
        if (_rows.Count > CacheBound)
            _rows.Clear();
        Mark = last;
        database.Prepare("REPLACE INTO facts (name, value) VALUES (?, ?)").Bind(tier.Fact).Bind(last).Run();
    }

    /// <summary>Begins again from what is stored.</summary>
    public void Reload()
    {
        _rows.Clear();
        _changed.Clear();
        _pending = 0;
        Mark = MarkOf(database, tier);
    }

    /// <summary>The stored mark.</summary>
    public static long MarkOf(SqliteDatabase database, RollupTier tier)
    {
        var find = database.Prepare("SELECT value FROM facts WHERE name = ?").Bind(tier.Fact);
        var mark = find.Step() ? find.Int64(0) : 0;
        find.Reset();
        return mark;
    }

    private Rollup? Find(in RollupKey key)
    {
        var find = BindKey(database.Prepare(tier.Find), key);
        var row = find.Step() ? new Rollup(Totals(find), tier.Fine ? null : UsageHistograms.Read(find.Blob(15))) : null;
        find.Reset();
        return row;
    }

    private void Write(in RollupKey key, Rollup row)
    {
        var write = BindKey(database.Prepare(tier.Write), key);
        Bind(write, row.Totals);
        if (row.Histograms is { } histograms)
        {
            Span<byte> blob = stackalloc byte[UsageHistograms.MaxSize];
            write.Bind(blob[..histograms.Write(blob)]);
        }

        write.Run();
    }

    private SqliteStatement BindKey(SqliteStatement statement, in RollupKey key)
    {
        statement.Bind(key.Bucket).Bind(key.Dimensions);
        return tier.Fine ? statement.Bind(key.Session).Bind(key.Tags) : statement;
    }

    private static void Bind(SqliteStatement write, in UsageTotals t) => write
        .Bind(t.Calls).Bind(t.Unmetered).Bind(t.Unpriced).Bind(t.Errors)
        .Bind(t.Usage.InputUncached).Bind(t.Usage.InputAudio).Bind(t.Usage.CacheRead).Bind(t.Usage.CacheWrite5m).Bind(t.Usage.CacheWrite1h)
        .Bind(t.Usage.OutputText).Bind(t.Usage.OutputAudio).Bind(t.Usage.OutputReasoning)
        .Bind(t.Cost).Bind(t.Charged).Bind(t.DurationUs);
}
