using Purser.Ledger;
using Purser.Pricing;
using Purser.Testing;
using Purser.Tests.Ledger.Contract;

namespace Purser.Sqlite.Tests;

/// <summary>Roll-ups lag behind their events; no report, crash, rollback, retention or migration may show it.</summary>
public sealed class RollupMarkTests : IDisposable
{
    private static readonly string[][] Groupings = [["day", "user"], ["session"], ["model", "month"], []];

    private readonly SqliteFolder _folder = new();
    private readonly List<UsageEvent> _events = [];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(199)]
    [InlineData(201)]
    [InlineData(700)]
    [InlineData(2_600)]
    public async Task Reports_are_exact_however_far_each_table_lags(int events)
    {
        await using var store = await _folder.OpenAsync();
        await ApplyAsync(store, events);
        await ShouldBeExactAsync(store);
    }

    [Fact]
    public async Task After_a_crash_what_lagged_is_taken_up_again()
    {
        using var image = new SqliteFolder();
        await using (var store = await _folder.OpenAsync())
        {
            await ApplyAsync(store, 650);
            foreach (var file in new[] { "ledger.db", "ledger.db-wal" })
                File.Copy(Path.Combine(_folder.Path, file), Path.Combine(image.Path, file));
        }

        await using var reopened = await image.OpenAsync();
        await ShouldBeExactAsync(reopened);
        await ApplyAsync(reopened, 2_500);
        await ShouldBeExactAsync(reopened);
    }

    [Fact]
    public async Task A_rolled_back_batch_leaves_no_trace_in_later_rows()
    {
        await using var store = await _folder.OpenAsync();
        await ApplyAsync(store, 150);
        var overflow = new LedgerBatch { Usage = [Event(1), Event(2) with { Charged = new NanoUsd(long.MaxValue) }, Event(2) with { Charged = new NanoUsd(long.MaxValue) }] };
        await Should.ThrowAsync<LedgerConflictException>(async () => await store.ApplyAsync([overflow], default));
        await ApplyAsync(store, 300);
        await ShouldBeExactAsync(store);
    }

    [Fact]
    public async Task Retention_of_every_event_keeps_the_sums_and_later_events_are_counted_once()
    {
        await using var store = await _folder.OpenAsync();
        await ApplyAsync(store, 350);
        await store.RetainAsync(Some.Noon.AddDays(30), default);
        await ShouldBeExactAsync(store);
        await ApplyAsync(store, 100);
        await ShouldBeExactAsync(store);
    }

    [Fact]
    public async Task An_older_schema_finds_every_event_in_the_roll_ups_and_the_newer_one_again()
    {
        await using (var store = await _folder.OpenAsync())
            await ApplyAsync(store, 350);
        SqliteLedgerStore.Migrate(_folder.Options, 1);
        await using var reopened = await _folder.OpenAsync();
        await ShouldBeExactAsync(reopened);
    }

    private async Task ApplyAsync(SqliteLedgerStore store, int count)
    {
        foreach (var group in Enumerable.Range(_events.Count, count).Select(Event).Chunk(70))
        {
            await store.ApplyAsync([new LedgerBatch { Usage = group }], TestContext.Current.CancellationToken);
            _events.AddRange(group);
        }
    }

    private async Task ShouldBeExactAsync(SqliteLedgerStore store)
    {
        foreach (var grouping in Groupings)
        {
            foreach (var zone in new[] { "UTC", "Asia/Kathmandu", "America/New_York" })
            {
                var query = new UsageQuery { GroupBy = grouping, TimeZone = zone };
                NaiveReport.Lines(await store.QueryAsync(query, TestContext.Current.CancellationToken)).ShouldBe(NaiveReport.Of(query, _events), customMessage: $"{string.Join(',', grouping)} {zone}");
            }
        }
    }

    private static UsageEvent Event(int number) => Some.Event(Some.Noon.AddMinutes(number * 7)) with
    {
        Attributes = new CallAttributes { Provider = "openai", Model = "m" + number % 3, User = "u" + number % 5, Session = number % 4 == 0 ? null : "s" + number / 9 },
    };
}
