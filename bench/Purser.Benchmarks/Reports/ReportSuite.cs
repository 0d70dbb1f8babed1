using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Purser.Benchmarks.Harness;
using Purser.Benchmarks.LedgerWrites;
using Purser.Ledger;
using Purser.Sqlite;

namespace Purser.Benchmarks.Reports;

/// <summary>Usage by model and day over millions of events: from roll-ups, and by GROUP BY over the same file's detail.</summary>
internal static class ReportSuite
{
    private static readonly UsageQuery ByModelAndDay = new() { GroupBy = ["model", "day"] };

    public static async Task RunAsync(SuiteRun run)
    {
        foreach (var events in run.Quick ? new[] { 20_000 } : [1_000_000, 5_000_000])
            await MeasureAsync(run, events);
        run.Notes.Add("The detail query reads the ledger's own tables through Microsoft.Data.Sqlite, sums the same columns and groups by UTC day. 'first' opens the file anew; the page cache of the system stays warm in both lanes.");
    }

    private static async Task MeasureAsync(SuiteRun run, int events)
    {
        var folder = run.NewFolder("report");
        var (expected, rate) = await FillAsync(folder, events);
        var (first, warm, detailFirst, detailWarm) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var exact = true;
        for (var round = 0; round < (run.Quick ? 1 : 3); round++)
        {
            await using (var store = await SqliteLedgerStore.OpenAsync(new SqliteStoreOptions { Directory = folder }))
            {
                exact &= await TimedAsync(first, store) == expected;
                for (var i = 0; i < 5; i++)
                    exact &= await TimedAsync(warm, store) == expected;
            }

            using var detail = Open(folder);
            exact &= Timed(detailFirst, detail) == expected;
            exact &= Timed(detailWarm, detail) == expected;
        }

        run.Jobs.Add(new($"report over {events:N0} events, model × day, warm", "ms", false,
            [LaneResult.Of("roll-ups", LaneRole.Ours, warm), LaneResult.Of("GROUP BY on detail", LaneRole.Peer, detailWarm)],
            events == 5_000_000 ? [new("roll-ups", 100)] : []));
        run.Jobs.Add(new($"report over {events:N0} events, model × day, first", "ms", false,
            [LaneResult.Of("roll-ups", LaneRole.Ours, first), LaneResult.Of("GROUP BY on detail", LaneRole.Peer, detailFirst)], []));
        run.Check(
            $"{events:N0} events: roll-ups, detail and what was written agree row by row", exact,
            $"{expected.Rows:N0} rows, {expected.Calls:N0} calls, {expected.Tokens:N0} tokens, {expected.Nano:N0} nano-USD; loaded at {rate:N0} events/s");
    }

    private static async Task<(ReportDigest Expected, double Rate)> FillAsync(string folder, int events)
    {
        // 5 M events over ninety days, 1 M over the same: as many days and models, so as many rows.
        var spacing = TimeSpan.FromDays(90) / events;
        var sums = new Dictionary<(string Model, string Day), (long Calls, long Tokens, long Nano)>();
        await using var store = await SqliteLedgerStore.OpenAsync(new SqliteStoreOptions { Directory = folder });
        var writing = TimeSpan.Zero;
        for (var at = 0; at < events;)
        {
            var group = new UsageEvent[Math.Min(10_000, events - at)];
            for (var i = 0; i < group.Length; i++)
            {
                var e = group[i] = SampleEvents.Create(at++, spacing);
                var key = (e.Attributes.Model!, e.AdmittedAt.ToString("yyyy-MM-dd"));
                var (calls, tokens, nano) = sums.GetValueOrDefault(key);
                sums[key] = (calls + 1, tokens + e.Usage!.Value.Total, nano + e.Cost!.Value.Value);
            }

            var started = Stopwatch.GetTimestamp();
            await store.ApplyAsync([new LedgerBatch { Usage = group, Spoolable = true }], CancellationToken.None);
            writing += Stopwatch.GetElapsedTime(started);
        }

        var digest = new ReportDigest();
        foreach (var (key, (calls, tokens, nano)) in sums)
            digest = digest.Add(key.Model, key.Day, calls, tokens, nano);
        return (digest, events / writing.TotalSeconds);
    }

    private static async Task<ReportDigest> TimedAsync(List<double> times, SqliteLedgerStore store)
    {
        var started = Stopwatch.GetTimestamp();
        var report = await store.QueryAsync(ByModelAndDay, CancellationToken.None);
        times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        return report.Rows.Aggregate(new ReportDigest(), (sum, row) => sum.Add(row.Key[0].Value!, row.Key[1].Value!, row.Calls, row.Usage.Total, row.Cost.Value));
    }

    private static ReportDigest Timed(List<double> times, SqliteConnection connection)
    {
        var started = Stopwatch.GetTimestamp();
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT n.text, date(e.admitted_at / 1000000, 'unixepoch') AS day, count(*), sum(cost), sum(charged),
                sum(input_uncached), sum(input_audio), sum(cache_read), sum(cache_write_5m), sum(cache_write_1h), sum(output_text), sum(output_audio), sum(output_reasoning)
            FROM events e JOIN dimensions d ON d.id = e.dimensions JOIN names n ON n.id = d.model
            GROUP BY d.model, e.admitted_at / 86400000000
            """;
        using var reader = command.ExecuteReader();
        var digest = new ReportDigest();
        while (reader.Read())
            digest = digest.Add(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), Enumerable.Range(5, 8).Sum(reader.GetInt64), reader.GetInt64(3));
        times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        return digest;
    }

    private static SqliteConnection Open(string folder)
    {
        var connection = new SqliteConnection("Data Source=" + Path.Combine(folder, SqliteStoreOptions.FileName) + ";Mode=ReadOnly;Pooling=False");
        connection.Open();
        return connection;
    }
}
