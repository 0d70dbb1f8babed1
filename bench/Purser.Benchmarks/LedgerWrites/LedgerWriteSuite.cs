using System.Diagnostics;
using Purser.Benchmarks.Harness;
using Purser.Ledger;
using Purser.Sqlite;

namespace Purser.Benchmarks.LedgerWrites;

/// <summary>Appending usage events in transactions of 1,000, flushed to disk each: with roll-ups and repeats recognised (ours), and bare (the peer).</summary>
internal static class LedgerWriteSuite
{
    private const int Group = 1_000;

    public static async Task RunAsync(SuiteRun run)
    {
        await using var power = await SqliteLedgerStore.OpenAsync(new SqliteStoreOptions { Directory = run.NewFolder("power"), Durability = Durability.Power });
        await using var process = await SqliteLedgerStore.OpenAsync(new SqliteStoreOptions { Directory = run.NewFolder("process") });
        using var plain = new PlainEventTable(run.NewFolder("plain"));
        var (powerRates, processRates, plainRates) = (new List<double>(), new List<double>(), new List<double>());
        var (number, charged, rounds) = (0L, 0L, run.Quick ? 4 : 60);
        for (var round = 0; round < rounds; round++)
        {
            var events = new UsageEvent[Group];
            for (var i = 0; i < Group; i++)
            {
                events[i] = SampleEvents.Create(number++, TimeSpan.FromSeconds(1));
                charged += events[i].Charged.Value;
            }

            // As the writer does it: a batch a call, committed as one group.
            var batches = Array.ConvertAll(events, e => new LedgerBatch { Usage = [e], Spoolable = true });
            await RateAsync(powerRates, async () => await power.ApplyAsync(batches, CancellationToken.None));
            await RateAsync(processRates, async () => await process.ApplyAsync(batches, CancellationToken.None));
            await RateAsync(plainRates, () =>
            {
                plain.Append(events);
                return Task.CompletedTask;
            });
        }

        run.Jobs.Add(new("append 1,000 usage events", "events/s", true,
        [
            LaneResult.Of("SqliteLedgerStore, power", LaneRole.Ours, powerRates.Skip(rounds / 4)),
            LaneResult.Of("SqliteLedgerStore, process", LaneRole.Ours, processRates.Skip(rounds / 4)),
            LaneResult.Of("Microsoft.Data.Sqlite, FULL", LaneRole.Peer, plainRates.Skip(rounds / 4)),
        ], [new("SqliteLedgerStore, power", 1, "Microsoft.Data.Sqlite, FULL")]));
        run.Check("all three hold every event", plain.Totals() == (number, charged) && await HoldsAsync(power, number, charged) && await HoldsAsync(process, number, charged), $"{number:N0} events, {charged:N0} nano-USD");
        run.Notes.Add($"SQLite {SqliteLedgerStore.EngineVersion} in every lane; ours writes four roll-ups and recognises repeats, the peer neither.");
    }

    private static async Task RateAsync(List<double> rates, Func<Task> append)
    {
        var started = Stopwatch.GetTimestamp();
        await append();
        rates.Add(Group / Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private static async Task<bool> HoldsAsync(SqliteLedgerStore store, long calls, long charged)
    {
        var totals = (await store.QueryAsync(new UsageQuery(), CancellationToken.None)).Totals;
        return totals.Calls == calls && totals.Charged.Value == charged;
    }
}
