using Purser.Ledger;
using Purser.Testing;
using Purser.Tests.Ledger.Contract;

namespace Purser.Tests.Ledger;

public sealed class MemoryLedgerStoreTests : LedgerStoreContract
{
    protected override ValueTask<ILedgerStore> OpenAsync() => new(new MemoryLedgerStore());

    [Fact]
    public async Task Beyond_the_limit_the_oldest_detail_goes_and_totals_stay()
    {
        await using var store = new MemoryLedgerStore(new MemoryStoreOptions { DetailLimit = 3 });
        var held = Some.Id();
        await store.ApplyAsync([Some.Batch(Some.Hold(held, Some.Instance(), 7))], default);
        for (var i = 0; i < 5; i++)
        {
            await store.ApplyAsync([Some.Batch(Some.Entry(EntryKind.Usage, Some.Id(), new BalanceChange(Some.Instance(), new Balance(0, 0, 0, 1))))], default);
            await store.ApplyAsync([Some.Batch(Some.Event(Some.Noon.AddMinutes(i)))], default);
        }

        store.DroppedDetail.ShouldBe(5);
        (await store.RecentEventsAsync(10, default)).Count.ShouldBe(3);
        (await store.QueryAsync(new UsageQuery(), default)).Totals.Calls.ShouldBe(5);
        (await store.VerifyAsync(default)).ShouldBeEmpty();
        (await store.LoadAsync(Some.Noon, default)).OpenHolds.ShouldHaveSingleItem().Entry.RequestId.ShouldBe(held);
        await Should.ThrowAsync<ArgumentException>(async () => await store.QueryAsync(new UsageQuery { Since = Some.Noon.AddMinutes(2) }, default));
    }
}
