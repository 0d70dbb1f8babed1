using System.Diagnostics;
using Purser.Benchmarks.LedgerWrites;
using Purser.Benchmarks.Reservations;
using Purser.Budgets;
using Purser.Ledger;
using Purser.Sqlite;

namespace Purser.Benchmarks.Durable;

/// <summary>Ours: the engine over the writer over SQLite; a settlement writes its usage event and roll-ups in the same transaction.</summary>
internal sealed class DurableLedger : IAsyncDisposable
{
    private readonly SqliteLedgerStore _store;
    private readonly LedgerWriter _writer;
    private readonly BudgetEngine _engine;
    private readonly UsageEvent _pattern = SampleEvents.Create(1, TimeSpan.Zero);

    private DurableLedger(SqliteLedgerStore store, LedgerWriter writer, BudgetEngine engine) => (_store, _writer, _engine) = (store, writer, engine);

    public static async Task<DurableLedger> OpenAsync(string folder, Durability durability)
    {
        var store = await SqliteLedgerStore.OpenAsync(new SqliteStoreOptions { Directory = folder, Durability = durability });
        var writer = new LedgerWriter(store);
        var options = new BudgetEngineOptions { Configured = SampleCalls.Budgets(1, long.MaxValue / 4) };
        return new DurableLedger(store, writer, await BudgetEngine.LoadAsync(store, writer, options, TimeProvider.System));
    }

    /// <summary>Pairs by so many concurrent callers until the time is over.</summary>
    public async Task<DurableRound> RunAsync(int callers, TimeSpan time)
    {
        var started = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => CallAsync(started, time))));
        return DurableRound.Of(all, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>What the store itself says after everything was settled: the budget's sums, its calls and what they were charged.</summary>
    public async Task<(Balance Balance, long Calls, long Charged)> TotalsAsync()
    {
        var balance = (await _store.BalancesAsync("all", CancellationToken.None)).Aggregate(default(Balance), (sum, b) => sum + b.Value);
        var totals = (await _store.QueryAsync(new UsageQuery(), CancellationToken.None)).Totals;
        return (balance, totals.Calls, totals.Charged.Value);
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _writer.DisposeAsync();
        await _store.DisposeAsync();
    }

    private async Task<PairLatencies> CallAsync(long started, TimeSpan time)
    {
        var latencies = new PairLatencies();
        while (Stopwatch.GetElapsedTime(started) < time)
        {
            var now = TimeProvider.System.GetUtcNow();
            var id = Guid.CreateVersion7(now);
            var at = Stopwatch.GetTimestamp();
            await _engine.HoldAsync(SampleCalls.Request(id), CancellationToken.None);
            var held = Stopwatch.GetTimestamp();
            await _engine.SettleAsync(new SettleRequest { RequestId = id, Actual = SampleCalls.Settled, Event = Event(id, now) }, CancellationToken.None);
            latencies.Add(at, held, Stopwatch.GetTimestamp());
        }

        return latencies;
    }

    private UsageEvent Event(Guid request, DateTimeOffset now) => _pattern with
    {
        Id = Guid.CreateVersion7(now),
        RequestId = request,
        AdmittedAt = now,
        CompletedAt = now,
        Attributes = SampleCalls.Attributes,
        Charged = new(SampleCalls.Actual),
        ResponseId = null,
    };
}
