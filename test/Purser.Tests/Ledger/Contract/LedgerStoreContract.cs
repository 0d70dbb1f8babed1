using System.Text;
using Purser.Ledger;
using Purser.Pricing;
using Purser.Testing;

namespace Purser.Tests.Ledger.Contract;

/// <summary>What every store promises; run on each of them.</summary>
public abstract class LedgerStoreContract : IAsyncLifetime
{
    private static readonly BudgetInstance Team = Some.Instance();

    protected ILedgerStore Store { get; private set; } = null!;

    protected abstract ValueTask<ILedgerStore> OpenAsync();

    public async ValueTask InitializeAsync() => Store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Balances_are_the_fold_of_all_changes()
    {
        var request = Some.Id();
        await ApplyAsync(Some.Batch(Some.Hold(request, Team, 70)), Some.Batch(Some.Settle(request, Team, 70, 42)));
        await ApplyAsync(Some.Batch(Some.Hold(Some.Id(), Team, 5)));

        (await Store.BalancesAsync("team", default)).ShouldHaveSingleItem().Value.ShouldBe(new Balance(42, 5, 0, 0));
        (await Store.VerifyAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_batch_applied_twice_changes_nothing_the_second_time()
    {
        var (held, e) = (Some.Batch(Some.Hold(Some.Id(), Team, 70)), Some.Batch(Some.Event()));
        await ApplyAsync(held, e, held, e);
        await ApplyAsync(e, held);

        (await Store.BalancesAsync("team", default))[0].Value.Held.ShouldBe(70);
        (await Store.QueryAsync(new UsageQuery(), default)).Totals.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_batch_of_changes_without_request_is_recognised_too()
    {
        var batch = Some.Batch(Some.Entry(EntryKind.Override, null, new BalanceChange(Team, new Balance(0, 0, 3, 0))));
        await ApplyAsync(batch);
        await ApplyAsync(batch);

        (await Store.BalancesAsync("team", default))[0].Value.Adjusted.ShouldBe(3);
    }

    [Fact]
    public async Task R35_idempotency_keys_and_R31_open_holds_are_loaded_with_what_was_settled_since()
    {
        var request = Some.Id();
        var hold = Some.Hold(request, Team, 70) with { IdempotencyKey = "k", IdempotencyHash = new byte[] { 1, 2 }, Data = "{}"u8.ToArray() };
        var partly = Some.Entry(EntryKind.Adjust, request, new BalanceChange(Team, new Balance(10, -10, 0, 0)));
        var extended = Some.Entry(EntryKind.Extend, request) with { ExpiresAt = Some.Noon.AddHours(1) };
        await ApplyAsync(Some.Batch(hold), Some.Batch(partly), Some.Batch(extended));

        var state = await Store.LoadAsync(Some.Noon.AddDays(-1), default);
        var open = state.OpenHolds.ShouldHaveSingleItem();
        open.Entry.Id.ShouldBe(hold.Id);
        open.ExpiresAt.ShouldBe(Some.Noon.AddHours(1));
        open.Settled.ShouldHaveSingleItem().Delta.ShouldBe(new Balance(10, -10, 0, 0));
        var key = state.IdempotencyKeys.ShouldHaveSingleItem();
        (key.Tenant, key.Key, key.RequestId).ShouldBe(("default", "k", request));
        key.Hash.ToArray().ShouldBe([1, 2]);
        (await Store.LoadAsync(Some.Noon.AddSeconds(1), default)).IdempotencyKeys.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_closed_hold_is_open_no_more()
    {
        var request = Some.Id();
        await ApplyAsync(Some.Batch(Some.Hold(request, Team, 70)), Some.Batch(Some.Settle(request, Team, 70, 42)));

        (await Store.LoadAsync(Some.Noon, default)).OpenHolds.ShouldBeEmpty();
    }

    [Fact]
    public async Task R23_ended_instances_are_left_out_of_the_state_unless_they_hold_something()
    {
        var (ended, holding, live) = (Some.Instance("b", "ended", Some.Noon), Some.Instance("b", "holding", Some.Noon), Some.Instance("b", "live", Some.Noon.AddDays(1)));
        foreach (var instance in new[] { ended, holding, live })
            await ApplyAsync(Some.Batch(Some.Entry(EntryKind.Usage, Some.Id(), new BalanceChange(instance, new Balance(0, instance == holding ? 1 : 0, 0, 1)))));

        var state = await Store.LoadAsync(Some.Noon.AddMinutes(1), default);
        state.Balances.Select(static b => b.Key.Key).ShouldBe(["holding", "live"], ignoreOrder: true);
        state.Balances[0].Key.Values["user"].ShouldBe("alice");
        (await Store.BalancesAsync("b", default)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task An_entry_comes_back_as_it_was_written()
    {
        var request = Some.Id();
        var entry = Some.Hold(request, Team, 70) with
        {
            Attempt = 2,
            Tenant = "acme",
            Data = Encoding.UTF8.GetBytes("""{"why":"ü"}"""),
            IdempotencyKey = "k",
            IdempotencyHash = new byte[] { 9 },
        };
        await ApplyAsync(Some.Batch(entry));

        var read = (await Store.EntriesAsync(request, default)).ShouldHaveSingleItem();
        (read.Id, read.Kind, read.At, read.Tenant, read.RequestId, read.Attempt, read.ExpiresAt, read.IdempotencyKey, read.ClosesHold)
            .ShouldBe((entry.Id, entry.Kind, entry.At, "acme", request, 2, entry.ExpiresAt, "k", false));
        read.Data.ToArray().ShouldBe(entry.Data.ToArray());
        read.IdempotencyHash.ToArray().ShouldBe([9]);
        read.Changes.ShouldBe(entry.Changes);
        (await Store.EntriesAsync(Some.Id(), default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_event_comes_back_as_it_was_written()
    {
        var full = Some.Event() with
        {
            Attempt = 2,
            Attributes = Some.Event().Attributes with { Team = "core", KeyId = "key-1", Component = "c", Tags = new Dictionary<string, string> { ["env"] = "prod" }, SetByClient = AttributeNames.Tags },
            Dialect = "openai.chat",
            ProviderCost = new NanoUsd(5),
            PriceId = "openai/gpt-4o@2026-01-01",
            TimeToFirstToken = TimeSpan.FromMilliseconds(120),
            HttpStatus = 200,
            ResponseId = "chatcmpl-1",
            CorrelationId = "corr",
            OperationId = "op",
            TraceId = new string('a', 32),
            SpanId = new string('b', 16),
        };
        var bare = Some.Event() with { Usage = null, Cost = null, Charged = default, Duration = null, Status = EventStatus.Unmetered, Attributes = new CallAttributes() };
        await ApplyAsync(Some.Batch(full), Some.Batch(bare));

        (await Store.EventsAsync(full.RequestId, default)).ShouldHaveSingleItem().ShouldBeEquivalentTo(full);
        var read = (await Store.EventsAsync(bare.RequestId, default)).ShouldHaveSingleItem();
        (read.Usage, read.Cost, read.Attributes.User, read.Attributes.Tenant).ShouldBe((null, null, null, "default"));
        (await Store.RecentEventsAsync(1, default)).ShouldHaveSingleItem().Id.ShouldBe(bare.Id);
    }

    [Fact]
    public async Task R37_joins_are_found_by_tenant_provider_and_response_id_since_an_instant()
    {
        var e = Some.Event() with { ResponseId = "r-1" };
        await ApplyAsync(Some.Batch(e), Some.Batch(Some.Event() with { ResponseId = "r-2" }));

        (await Store.FindJoinsAsync("default", "openai", "r-1", Some.Noon.AddDays(-1), default)).ShouldHaveSingleItem().Id.ShouldBe(e.Id);
        (await Store.FindJoinsAsync("other", "openai", "r-1", Some.Noon.AddDays(-1), default)).ShouldBeEmpty();
        (await Store.FindJoinsAsync("default", "openai", "r-1", Some.Noon.AddSeconds(1), default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task R37_joins_are_found_by_trace_and_span_within_a_time()
    {
        var e = Some.Event() with { TraceId = "t", SpanId = "s" };
        await ApplyAsync(Some.Batch(e), Some.Batch(Some.Event() with { TraceId = "t", SpanId = "other" }), Some.Batch(Some.Event() with { TraceId = "other", SpanId = "s" }));
        var (from, until) = (e.AdmittedAt.AddMinutes(-1), e.AdmittedAt);

        (await Store.FindSpanJoinsAsync("default", "t", "s", from, until, default)).ShouldHaveSingleItem().Id.ShouldBe(e.Id);
        (await Store.FindSpanJoinsAsync("other", "t", "s", from, until, default)).ShouldBeEmpty();
        (await Store.FindSpanJoinsAsync("default", "t", "s", from, until.AddMilliseconds(-1), default)).ShouldBeEmpty();
        (await Store.FindSpanJoinsAsync("default", "t", "s", e.AdmittedAt.AddMilliseconds(1), until.AddHours(1), default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task History_gives_the_newest_of_a_kind_for_one_budget_named_by_change_or_data()
    {
        var refused = Some.Entry(EntryKind.Refuse, Some.Id()) with { Data = """{"x":{"budget":"team"}}"""u8.ToArray() };
        var other = Some.Entry(EntryKind.Refuse, Some.Id()) with { Data = """{"budget":"b2"}"""u8.ToArray() };
        var raised = Some.Entry(EntryKind.Override, null, new BalanceChange(Team, default));
        await ApplyAsync(Some.Batch(refused), Some.Batch(other), Some.Batch(raised));

        EntryKind[] kinds = [EntryKind.Refuse, EntryKind.Override];
        (await Store.HistoryAsync("team", kinds, 10, default)).Select(static e => e.Id).ShouldBe([raised.Id, refused.Id]);
        (await Store.HistoryAsync(null, kinds, 2, default)).Select(static e => e.Id).ShouldBe([raised.Id, other.Id]);
        (await Store.HistoryAsync(null, [], 2, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_document_changes_only_forward_and_can_begin_again_after_its_removal()
    {
        await ApplyAsync(Document(1, "1"), Document(2, "2"));
        await Should.ThrowAsync<LedgerConflictException>(async () => await ApplyAsync(Document(2, "again")));
        (await Store.LoadAsync(Some.Noon, default)).Documents.ShouldHaveSingleItem().Json!.Value.ToArray().ShouldBe("2"u8.ToArray());

        await ApplyAsync(Document(3, null));
        (await Store.LoadAsync(Some.Noon, default)).Documents.ShouldBeEmpty();
        await ApplyAsync(Document(1, "new"));
        (await Store.LoadAsync(Some.Noon, default)).Documents.Count.ShouldBe(1);
    }

    [Fact]
    public async Task When_one_batch_fails_nothing_of_its_group_is_applied()
    {
        await ApplyAsync(Document(5, "5"));
        var e = Some.Event();
        await Should.ThrowAsync<LedgerConflictException>(async () =>
            await ApplyAsync(Some.Batch(e), Some.Batch(Some.Hold(Some.Id(), Team, 1)), Document(4, "late")));

        (await Store.EventsAsync(e.RequestId, default)).ShouldBeEmpty();
        (await Store.BalancesAsync("team", default)).ShouldBeEmpty();
        await ApplyAsync(Some.Batch(e));
        (await Store.QueryAsync(new UsageQuery { GroupBy = ["user"] }, default)).Rows.ShouldHaveSingleItem().Calls.ShouldBe(1);
    }

    [Fact]
    public async Task A_sum_beyond_Int64_is_refused_and_does_not_wrap()
    {
        await ApplyAsync(Some.Batch(Some.Hold(Some.Id(), Team, long.MaxValue)));
        await Should.ThrowAsync<LedgerConflictException>(async () => await ApplyAsync(Some.Batch(Some.Hold(Some.Id(), Team, 1))));
        await ApplyAsync(Some.Batch(Some.Event() with { Charged = new NanoUsd(long.MaxValue) }));
        await Should.ThrowAsync<LedgerConflictException>(async () => await ApplyAsync(Some.Batch(Some.Event() with { Charged = new NanoUsd(1) })));

        (await Store.BalancesAsync("team", default))[0].Value.Held.ShouldBe(long.MaxValue);
        (await Store.QueryAsync(new UsageQuery(), default)).Totals.Charged.Value.ShouldBe(long.MaxValue);
    }

    [Fact]
    public async Task Retention_deletes_detail_and_keeps_totals_balances_and_open_holds()
    {
        var (closed, open, e) = (Some.Id(), Some.Id(), Some.Event());
        await ApplyAsync(Some.Batch(Some.Hold(closed, Team, 70)), Some.Batch(Some.Settle(closed, Team, 70, 42)), Some.Batch(Some.Hold(open, Team, 5)), Some.Batch(e));
        var before = await Store.QueryAsync(new UsageQuery { GroupBy = ["day", "user", "session"], TimeZone = "Asia/Kathmandu" }, default);

        (await Store.RetainAsync(Some.Noon.AddHours(1), default)).ShouldBe(3);

        (await Store.EventsAsync(e.RequestId, default)).ShouldBeEmpty();
        (await Store.EntriesAsync(closed, default)).ShouldBeEmpty();
        (await Store.LoadAsync(Some.Noon, default)).OpenHolds.ShouldHaveSingleItem().Entry.RequestId.ShouldBe(open);
        (await Store.BalancesAsync("team", default))[0].Value.ShouldBe(new Balance(42, 5, 0, 0));
        (await Store.VerifyAsync(default)).ShouldBeEmpty();
        (await Store.QueryAsync(new UsageQuery { GroupBy = ["day", "user", "session"], TimeZone = "Asia/Kathmandu" }, default)).Rows
            .ShouldHaveSingleItem().ShouldBeEquivalentTo(before.Rows[0]);
        var edge = new UsageQuery { Since = Some.Noon.AddMinutes(1) };
        (await Should.ThrowAsync<ArgumentException>(async () => await Store.QueryAsync(edge, default))).Message.ShouldContain("2026-11-20T13:00Z");
    }

    private ValueTask ApplyAsync(params LedgerBatch[] batches) => Store.ApplyAsync(batches, default);

    private static LedgerBatch Document(long version, string? json) => new()
    {
        Documents = [new DocumentChange("budget", "team", version, json is null ? (ReadOnlyMemory<byte>?)null : Encoding.UTF8.GetBytes(json))],
    };
}
