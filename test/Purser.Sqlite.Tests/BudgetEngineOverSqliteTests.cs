using Purser.Budgets;
using Purser.Ledger;

namespace Purser.Sqlite.Tests;

public sealed class BudgetEngineOverSqliteTests
{
    private const long Dime = 100_000_000;

    private static readonly BudgetDefinition[] Budgets =
    [
        new() { Name = "shared", Limit = BudgetLimit.Parse("5usd"), Window = BudgetWindow.Parse("total"), MaxHoldShare = 100, Wait = TimeSpan.Zero },
        new() { Name = "each", Limit = BudgetLimit.Parse("3usd"), Window = BudgetWindow.Parse("day"), Each = "user", MaxHoldShare = 100, Wait = TimeSpan.Zero },
    ];

    [Fact]
    public async Task Promise_ThousandConcurrentCalls_ExactlyFiftyPassAndARestartAgrees()
    {
        using var folder = new SqliteFolder();
        var open = new List<Guid>();
        await using (var store = await folder.OpenAsync())
        await using (var writer = new LedgerWriter(store))
        {
            await using var engine = await LoadAsync(store, writer);
            var verdicts = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => Task.Run(() => CallAsync(engine, i, open))));
            verdicts.Count(static v => v == HoldVerdict.Admitted).ShouldBe(50);
        }

        await using var reopened = await folder.OpenAsync();
        await using var next = new LedgerWriter(reopened);
        await using var again = await LoadAsync(reopened, next);
        (await reopened.VerifyAsync(default)).ShouldBeEmpty();
        var shared = again.Show("shared")!.Instances.ShouldHaveSingleItem();
        (shared.Settled + shared.Held, shared.Held).ShouldBe((50 * Dime, open.Count * Dime));
        again.Show("each")!.Instances.Sum(static i => i.Settled + i.Held).ShouldBe(50 * Dime);
        again.OpenHolds().Select(static h => h.RequestId).Order().ShouldBe(open.Order());
    }

    [Fact]
    public async Task R27_ConfiguredWindowChangedAcrossARestart_StartsNewCounters()
    {
        using var folder = new SqliteFolder();
        await SpendAsync(folder, "day");
        (await SpendAsync(folder, "day")).ShouldBe(2 * Dime);
        (await SpendAsync(folder, "week")).ShouldBe(Dime);
    }

    private static Task<BudgetEngine> LoadAsync(ILedgerStore store, LedgerWriter writer) =>
        BudgetEngine.LoadAsync(store, writer, new BudgetEngineOptions { Configured = Budgets }, TimeProvider.System);

    private static HoldRequest Hold(int i) => new()
    {
        RequestId = Guid.NewGuid(),
        Attributes = new CallAttributes { User = $"u{i % 2}" },
        AtOutputBound = static _ => new Amounts(Dime, 0, 0, 0),
    };

    /// <summary>Every tenth admitted call is left open, as by a caller that never came back.</summary>
    private static async Task<HoldVerdict> CallAsync(BudgetEngine engine, int i, List<Guid> open)
    {
        var hold = await engine.HoldAsync(Hold(i), default);
        if (hold.Verdict != HoldVerdict.Admitted)
            return hold.Verdict;
        if (i % 10 == 0)
            lock (open)
                open.Add(hold.RequestId);
        else
            await engine.SettleAsync(new SettleRequest { RequestId = hold.RequestId, Actual = new Amounts(Dime, 0, 0, 0) }, default);
        return hold.Verdict;
    }

    private static async Task<long> SpendAsync(SqliteFolder folder, string window)
    {
        await using var store = await folder.OpenAsync();
        await using var writer = new LedgerWriter(store);
        var options = new BudgetEngineOptions { Configured = [Budgets[0] with { Window = BudgetWindow.Parse(window) }] };
        await using var engine = await BudgetEngine.LoadAsync(store, writer, options, TimeProvider.System);
        var hold = await engine.HoldAsync(Hold(0), default);
        await engine.SettleAsync(new SettleRequest { RequestId = hold.RequestId, Actual = new Amounts(Dime, 0, 0, 0) }, default);
        return engine.Show("shared")!.Instances.ShouldHaveSingleItem().Settled;
    }
}
