using Purser.Ledger;
using Purser.Testing;

namespace Purser.Sqlite.Tests;

public sealed class SqliteLedgerStoreTests
{
    [Fact]
    public async Task What_was_applied_is_there_after_a_reopen()
    {
        using var folder = new SqliteFolder();
        var (request, e) = (Some.Id(), Some.Event());
        await using (var store = await folder.OpenAsync())
        {
            await store.ApplyAsync([Some.Batch(Some.Hold(request, Some.Instance(), 70)), Some.Batch(e)], default);
        }

        await using var reopened = await folder.OpenAsync();
        var state = await reopened.LoadAsync(Some.Noon, default);
        state.Balances.ShouldHaveSingleItem().Value.ShouldBe(new Balance(0, 70, 0, 0));
        state.OpenHolds.ShouldHaveSingleItem().Entry.RequestId.ShouldBe(request);
        (await reopened.EventsAsync(e.RequestId, default)).ShouldHaveSingleItem().ShouldBeEquivalentTo(e);
        (await reopened.QueryAsync(new UsageQuery { GroupBy = ["day", "model"] }, default)).Rows.ShouldHaveSingleItem().Cost.Value.ShouldBe(1_000_001);
        (await reopened.VerifyAsync(default)).ShouldBeEmpty();
    }
}
