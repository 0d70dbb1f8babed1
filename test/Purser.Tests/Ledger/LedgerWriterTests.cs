using Purser.Ledger;
using Purser.Ledger.Spooling;
using Purser.Testing;

namespace Purser.Tests.Ledger;

public sealed class LedgerWriterTests : IDisposable
{
    private static readonly LedgerUnavailableException Away = new("away");

    private readonly string _folder = Directory.CreateTempSubdirectory("purser-spool-").FullName;
    private readonly FailingStore _store = new();
    private readonly FakeClock _clock = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_queued_behind_a_commit_is_committed_together()
    {
        var gate = new TaskCompletionSource();
        _store.Gate = gate.Task;
        await using var writer = new LedgerWriter(_store);
        var commits = Enumerable.Range(0, 50).Select(_ => writer.CommitAsync(Some.Batch(Some.Event()), default).AsTask()).ToArray();
        gate.SetResult();

        (await Task.WhenAll(commits)).ShouldAllBe(static o => o == CommitOutcome.Committed);
        _store.Groups.Sum().ShouldBe(50);
        _store.Groups.Count.ShouldBeLessThanOrEqualTo(51 / 2);
    }

    [Fact]
    public async Task A_batch_at_fault_fails_alone()
    {
        var gate = new TaskCompletionSource();
        _store.Gate = gate.Task;
        await using var writer = new LedgerWriter(_store);
        var document = new LedgerBatch { Documents = [new DocumentChange("budget", "b", 0, "{}"u8.ToArray())] };
        var (first, poison, last) = (Commit(writer, Some.Batch(Some.Event())), Commit(writer, document), Commit(writer, Some.Batch(Some.Event())));
        gate.SetResult();

        await Should.ThrowAsync<LedgerConflictException>(poison);
        (await first, await last).ShouldBe((CommitOutcome.Committed, CommitOutcome.Committed));
        (await _store.QueryAsync(new UsageQuery(), default)).Totals.Calls.ShouldBe(2);
    }

    [Fact]
    public async Task R33_while_the_store_is_away_spend_is_spooled_and_holds_are_refused()
    {
        using var spool = Spool();
        await using var writer = Writer(spool);
        _store.Failure = Away;

        (await writer.CommitAsync(Some.Batch(Some.Event()), default)).ShouldBe(CommitOutcome.Spooled);
        await Should.ThrowAsync<LedgerUnavailableException>(Commit(writer, Some.Batch(Some.Hold(Some.Id(), Some.Instance(), 1))));
        writer.Spooled.ShouldBe(1);
    }

    [Fact]
    public async Task The_spool_is_written_when_the_store_is_back_in_order_and_once()
    {
        using var spool = Spool();
        await using var writer = Writer(spool);
        _store.Failure = Away;
        var events = Enumerable.Range(0, 5).Select(static _ => Some.Event()).ToArray();
        foreach (var e in events)
            await writer.CommitAsync(Some.Batch(e), default);
        await Should.ThrowAsync<LedgerUnavailableException>(async () => await writer.ReplaySpoolAsync(default));

        _store.Failure = null;
        // The first of them reached the store before its acknowledgement was lost.
        await _store.ApplyAsync([Some.Batch(events[0])], default);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await writer.ReplaySpoolAsync(default);

        (spool.IsEmpty, writer.Spooled).ShouldBe((true, 0));
        (await _store.RecentEventsAsync(10, default)).Select(static e => e.Id).ShouldBe(events.Reverse().Select(static e => e.Id));
    }

    [Fact]
    public async Task What_an_earlier_process_spooled_is_written_before_the_state_is_loaded()
    {
        var request = Some.Id();
        await _store.ApplyAsync([Some.Batch(Some.Hold(request, Some.Instance(), 70))], default);
        using (var spool = Spool())
        {
            await using var writer = Writer(spool);
            _store.Failure = Away;
            await writer.CommitAsync(Some.Batch(Some.Settle(request, Some.Instance(), 70, 42)) with { Spoolable = true }, default);
        }

        _store.Failure = null;
        using var reopened = Spool();
        await using var next = Writer(reopened);
        (await next.ReplaySpoolAsync(default)).ShouldBe(1);
        (await _store.LoadAsync(Some.Noon, default)).OpenHolds.ShouldBeEmpty();
        (await _store.BalancesAsync("team", default))[0].Value.ShouldBe(new Balance(42, 0, 0, 0));
    }

    [Fact]
    public async Task When_the_spool_is_full_too_the_commit_fails_and_is_counted()
    {
        using var spool = new SegmentSpool(new SegmentSpoolOptions { Directory = _folder, MaxTotalBytes = 10 });
        await using var writer = Writer(spool);
        _store.Failure = Away;

        await Should.ThrowAsync<LedgerUnavailableException>(Commit(writer, Some.Batch(Some.Event())));
        writer.Lost.ShouldBe(1);
    }

    [Fact]
    public async Task A_spooled_record_that_can_never_be_applied_is_set_aside_and_blocks_nothing()
    {
        using var spool = Spool();
        spool.TryAppend([99, 1, 2]).ShouldBeTrue();
        spool.TryAppend(LedgerBatchCodec.Write(Some.Batch(Some.Event()))).ShouldBeTrue();
        await using var writer = Writer(spool);

        (await writer.ReplaySpoolAsync(default)).ShouldBe(1);
        writer.SetAside.ShouldBe(1);
        Directory.GetFiles(_folder, "*.rejected").Length.ShouldBe(1);
    }

    [Fact]
    public async Task R33_a_queue_that_stays_full_for_a_second_refuses()
    {
        var gate = new TaskCompletionSource();
        _store.Gate = gate.Task;
        await using var writer = new LedgerWriter(_store, new LedgerWriterOptions { TimeProvider = _clock });
        var fill = new List<Task<CommitOutcome>>();
        var late = Commit(writer, Some.Batch(Some.Event()));
        // From here on the loop stands at the gate and takes nothing more: what is beyond the bound cannot be queued.
        await _store.AtGate;
        for (var i = 0; i < 2 * LedgerWriter.QueueBound; i++)
            fill.Add(late = Commit(writer, Some.Batch(Some.Event())));
        _clock.Advance(TimeSpan.FromSeconds(1.1));

        (await Should.ThrowAsync<LedgerUnavailableException>(late)).Message.ShouldContain("stayed full");
        writer.Refusals.ShouldBeGreaterThan(0);
        gate.SetResult();
        await Task.WhenAll(fill.ConvertAll(static t => t.ContinueWith(static _ => { }, TaskScheduler.Default)));
    }

    [Fact]
    public async Task After_dispose_a_commit_is_refused()
    {
        var writer = new LedgerWriter(_store);
        await writer.DisposeAsync();
        await Should.ThrowAsync<LedgerUnavailableException>(Commit(writer, Some.Batch(Some.Event())));
    }

    private static Task<CommitOutcome> Commit(LedgerWriter writer, LedgerBatch batch) => writer.CommitAsync(batch, default).AsTask();

    private SegmentSpool Spool() => new(new SegmentSpoolOptions { Directory = _folder });

    private LedgerWriter Writer(SegmentSpool spool) => new(_store, new LedgerWriterOptions { Spool = spool, TimeProvider = _clock });
}
