using Purser.Ledger.Reports;

namespace Purser.Sqlite.Tables;

/// <summary>
/// One roll-up table: its buckets, whether it tells sessions and tags apart, and how many events its rows may lag behind. What lags is read from the
/// events themselves (those above the tier's mark), so reports are exact at every instant. The bounds differ, so that tiers seldom fall due in one commit.
/// </summary>
internal sealed class RollupTier
{
    private const string Sums =
        "calls, unmetered, unpriced, errors, input_uncached, input_audio, cache_read, cache_write_5m, cache_write_1h, output_text, output_audio, output_reasoning, cost, charged, duration_us";

    private const string Places = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?";

    // Interned, because prepared statements are found by reference.
    private RollupTier(string table, RollupLevel level, bool fine, int bound)
    {
        (Level, Fine, Bound, Fact) = (level, fine, bound, table);
        var keys = fine ? "bucket, dimensions, session, tags" : "bucket, dimensions";
        var more = fine ? "" : ", histograms";
        Select = string.Intern($"SELECT {Sums}, {keys} FROM {table} WHERE bucket >= ? AND bucket < ?");
        Find = string.Intern($"SELECT {Sums}{more} FROM {table} WHERE {keys.Replace(", ", " = ? AND ", StringComparison.Ordinal)} = ?");
        Write = string.Intern($"REPLACE INTO {table} ({keys}, {Sums}{more}) VALUES ({(fine ? "?, ?, ?, ?" : "?, ?, ?")}, {Places})");
    }

    public static RollupTier Quarter { get; } = new("rollups_quarter", RollupLevel.Quarter, fine: false, bound: 512);

    public static RollupTier Hour { get; } = new("rollups_hour", RollupLevel.Hour, fine: false, bound: 1_500);

    public static RollupTier Day { get; } = new("rollups_day", RollupLevel.Day, fine: false, bound: 2_500);

    public static RollupTier Session { get; } = new("rollups_session", RollupLevel.Quarter, fine: true, bound: 200);

    public static IReadOnlyList<RollupTier> All { get; } = [Quarter, Hour, Day, Session];

    public RollupLevel Level { get; }

    /// <summary>Whether sessions and tags are told apart.</summary>
    public bool Fine { get; }

    /// <summary>Most events above the mark before rows are written.</summary>
    public int Bound { get; }

    /// <summary>Name of the fact that holds the mark: the last event (its sequence) that the rows contain.</summary>
    public string Fact { get; }

    public string Select { get; }

    public string Find { get; }

    public string Write { get; }

    public static RollupTier Of(RollupLevel level) => level switch
    {
        RollupLevel.Quarter => Quarter,
        RollupLevel.Hour => Hour,
        _ => Day,
    };
}
