using Purser.Ledger;
using Purser.Sqlite.Native;
using Purser.Testing;

namespace Purser.Sqlite.Tests;

public sealed class LedgerFileTests : IDisposable
{
    private readonly SqliteFolder _folder = new();

    private string File => Path.Combine(_folder.Path, SqliteStoreOptions.FileName);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task R31_a_crash_image_taken_mid_write_opens_with_every_acknowledged_batch()
    {
        using var image = new SqliteFolder();
        await using (var store = await _folder.OpenAsync())
        {
            await ApplyAsync(store, 20);
            Copy(image.Path);
        }

        await using var reopened = await image.OpenAsync();
        (await reopened.QueryAsync(new UsageQuery(), default)).Totals.Calls.ShouldBe(20);
        (await reopened.VerifyAsync(default)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3000)]
    [InlineData(5000)]
    public async Task A_torn_tail_of_the_write_ahead_log_costs_whole_batches_only(int torn)
    {
        using var image = new SqliteFolder();
        await using (var store = await _folder.OpenAsync())
        {
            await ApplyAsync(store, 20);
            Copy(image.Path);
        }

        using (var wal = new FileStream(Path.Combine(image.Path, "ledger.db-wal"), FileMode.Open))
            wal.SetLength(wal.Length - torn);
        await using var reopened = await image.OpenAsync();
        var calls = (await reopened.QueryAsync(new UsageQuery(), default)).Totals.Calls;
        calls.ShouldBeInRange(15, 19);
        (await reopened.RecentEventsAsync(100, default)).Count.ShouldBe((int)calls);
        (await reopened.BalancesAsync("team", default)).ShouldHaveSingleItem().Value.Observed.ShouldBe(calls);
        (await reopened.VerifyAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_newer_schema_is_refused_and_left_alone()
    {
        await (await _folder.OpenAsync()).DisposeAsync();
        using (var database = SqliteDatabase.OpenWriter(File))
            database.Execute("PRAGMA user_version = 99");

        var error = await Should.ThrowAsync<LedgerUnavailableException>(async () => await _folder.OpenAsync());
        error.Message.ShouldContain("schema version 99");
        var status = SqliteLedgerStore.Status(_folder.Options);
        (status.Current, status.IsNewer).ShouldBe((99, true));
    }

    [Fact]
    public async Task Status_counts_what_is_pending_and_migrations_go_down_and_up_again()
    {
        SqliteLedgerStore.Status(_folder.Options).Current.ShouldBe(0);
        await (await _folder.OpenAsync()).DisposeAsync();
        SqliteLedgerStore.Migrate(_folder.Options, 0);
        var status = SqliteLedgerStore.Status(_folder.Options);
        (status.Current, status.Pending.Count).ShouldBe((0, status.Latest));

        SqliteLedgerStore.Migrate(_folder.Options, status.Latest);
        await using var store = await _folder.OpenAsync();
        await ApplyAsync(store, 1);
    }

    [Fact]
    public async Task A_damaged_file_is_refused_with_the_way_out_and_restored_from_the_last_good_copy()
    {
        await using (var store = await _folder.OpenAsync())
            await ApplyAsync(store, 5);
        var bytes = await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken);
        bytes.AsSpan(0, 8192).Fill(0x5a);
        await System.IO.File.WriteAllBytesAsync(File, bytes, TestContext.Current.CancellationToken);

        var error = await Should.ThrowAsync<LedgerUnavailableException>(async () => await _folder.OpenAsync());
        error.Message.ShouldContain("purser doctor");
        error.Message.ShouldContain("backup");
        (await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken)).ShouldBe(bytes);

        var aside = await SqliteLedgerStore.RestoreAsync(_folder.Options);
        System.IO.File.Exists(aside).ShouldBeTrue();
        await using var restored = await _folder.OpenAsync();
        (await restored.QueryAsync(new UsageQuery(), default)).Totals.Calls.ShouldBe(5);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_ledger_that_vanished_or_was_emptied_is_not_begun_anew(bool vanished)
    {
        await using (var store = await _folder.OpenAsync())
            await ApplyAsync(store, 1);
        if (vanished)
            System.IO.File.Delete(File);
        else
            await System.IO.File.WriteAllBytesAsync(File, [], TestContext.Current.CancellationToken);

        (await Should.ThrowAsync<LedgerUnavailableException>(async () => await _folder.OpenAsync())).Message.ShouldContain("missing or empty");
        await SqliteLedgerStore.RestoreAsync(_folder.Options);
        await using var restored = await _folder.OpenAsync();
        (await restored.QueryAsync(new UsageQuery(), default)).Totals.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_full_disk_refuses_writes_applies_nothing_and_recovers()
    {
        var options = _folder.Options with { MaxFileBytes = 60 * 4096 };
        await using (var store = await SqliteLedgerStore.OpenAsync(options, TestContext.Current.CancellationToken))
        {
            var written = 0;
            var error = await Should.ThrowAsync<LedgerUnavailableException>(async () =>
            {
                for (; written < 10_000; written += 10)
                    await ApplyAsync(store, 10);
            });
            error.Message.ShouldContain("no space");
            (await store.QueryAsync(new UsageQuery(), default)).Totals.Calls.ShouldBe(written);
            (await store.VerifyAsync(default)).ShouldBeEmpty();
            await store.RetainAsync(Some.Noon.AddDays(1), default);
            await ApplyAsync(store, 1);
            (await store.QueryAsync(new UsageQuery(), default)).Totals.Calls.ShouldBe(written + 1);
        }
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written_is_said_to_be_so()
    {
        var place = Path.Combine(_folder.Path, "file");
        await System.IO.File.WriteAllTextAsync(place, "", TestContext.Current.CancellationToken);

        var error = await Should.ThrowAsync<LedgerUnavailableException>(async () =>
            await SqliteLedgerStore.OpenAsync(new SqliteStoreOptions { Directory = Path.Combine(place, "data") }, TestContext.Current.CancellationToken));
        error.Message.ShouldContain("--data DIR");
    }

    [Fact]
    public async Task R31_a_commit_is_flushed_by_the_clock_within_ten_milliseconds()
    {
        var clock = new FakeClock();
        await using var store = await SqliteLedgerStore.OpenAsync(_folder.Options with { TimeProvider = clock }, TestContext.Current.CancellationToken);
        await ApplyAsync(store, 1);
        store.Flushes.ShouldBe(0);
        clock.Advance(TimeSpan.FromMilliseconds(10));
        (store.Flushes, store.FlushFailures).ShouldBe((1, 0));
    }

    [Fact]
    public async Task The_last_good_copy_is_renewed_while_the_ledger_stays_open()
    {
        var clock = new FakeClock();
        await using var store = await SqliteLedgerStore.OpenAsync(_folder.Options with { TimeProvider = clock }, TestContext.Current.CancellationToken);
        await ApplyAsync(store, 3);
        System.IO.File.Exists(SqliteBackup.PathOf(File)).ShouldBeFalse();
        clock.Advance(TimeSpan.FromDays(1));

        System.IO.File.Exists(SqliteBackup.PathOf(File)).ShouldBeTrue();
        store.BackupFailures.ShouldBe(0);
    }

    [Fact]
    public async Task Power_durability_writes_the_same_ledger()
    {
        await using var store = await SqliteLedgerStore.OpenAsync(_folder.Options with { Durability = Durability.Power }, TestContext.Current.CancellationToken);
        await ApplyAsync(store, 3);
        (await store.QueryAsync(new UsageQuery(), default)).Totals.Calls.ShouldBe(3);
    }

    [Fact]
    public async Task A_read_that_takes_too_long_is_ended()
    {
        await using var store = await SqliteLedgerStore.OpenAsync(_folder.Options with { ReadTimeout = TimeSpan.Zero }, TestContext.Current.CancellationToken);
        for (var i = 0; i < 20; i++)
            await store.ApplyAsync([.. Enumerable.Range(0, 50).Select(n => Some.Batch(Some.Event(Some.Noon.AddMinutes(n * 15))))], default);
        await Should.ThrowAsync<TimeoutException>(async () => await store.RecentEventsAsync(10_000, default));
    }

    [Fact]
    public void The_newer_of_system_and_bundled_library_is_used() =>
        Version.Parse(SqliteLedgerStore.EngineVersion).ShouldBeGreaterThanOrEqualTo(new Version(3, 35, 5));

    private void Copy(string target)
    {
        foreach (var file in new[] { "ledger.db", "ledger.db-wal" })
            System.IO.File.Copy(Path.Combine(_folder.Path, file), Path.Combine(target, file));
    }

    private static async Task ApplyAsync(SqliteLedgerStore store, int batches)
    {
        for (var i = 0; i < batches; i++)
        {
            var entry = Some.Entry(EntryKind.Usage, Some.Id(), new BalanceChange(Some.Instance(), new Balance(0, 0, 0, 1)));
            await store.ApplyAsync([new LedgerBatch { Entries = [entry], Usage = [Some.Event()] }], default);
        }
    }
}
