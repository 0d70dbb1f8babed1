using System.Text.Json;
using Purser.Budgets;
using Purser.Ledger;
using Purser.Testing;

namespace Purser.Tests.Budgets;

public sealed class BudgetEngineConfigurationTests : IAsyncDisposable
{
    private readonly Ledgered _ledgered = new(new FakeClock());

    public ValueTask DisposeAsync() => _ledgered.DisposeAsync();

    [Theory]
    [InlineData("limit", 10)]
    [InlineData("mode", 10)]
    [InlineData("window", 0)]
    [InlineData("zone", 0)]
    [InlineData("each", 0)]
    public async Task R27_ConfiguredBudgetChangedAcrossARestart_StartsNewCountersOnlyForAnotherWindowZoneOrEach(string changed, long cents)
    {
        var budget = Some.Budget("5usd", "day");
        await _ledgered.RestartWithAsync(budget);
        await _ledgered.SpendAsync(10);

        await _ledgered.RestartWithAsync(changed switch
        {
            "limit" => budget with { Limit = BudgetLimit.Parse("7usd") },
            "mode" => budget with { Mode = BudgetMode.Guarded },
            "window" => budget with { Window = BudgetWindow.Parse("week") },
            "zone" => budget with { Zone = "Europe/Berlin" },
            _ => budget with { Each = "user", OnMissing = MissingPolicy.Shared },
        });

        _ledgered.Engine.Show("b")!.Instances.Sum(static i => i.Settled).ShouldBe(cents * Some.Cent);
    }

    [Fact]
    public async Task R27_ConfiguredBudgetUnchanged_WritesNothingAndKeepsItsCounters()
    {
        var budget = Some.Budget("5usd", "day") with { Origin = "purser.yaml:7" };
        await _ledgered.RestartWithAsync(budget);
        await _ledgered.SpendAsync(10);
        var written = _ledgered.Store.Applied.Count;

        await _ledgered.RestartWithAsync(budget with { Origin = "purser.yaml:9" });

        _ledgered.Store.Applied.Count.ShouldBe(written);
        _ledgered.Only().Settled.ShouldBe(10 * Some.Cent);
        (await _ledgered.Engine.HistoryAsync("b", 10, default)).ShouldHaveSingleItem().Kind.ShouldBe(EntryKind.Change);
    }

    [Fact]
    public async Task R27_ChangedThereAndBack_DoesNotTakeOverTheFirstCounters()
    {
        await _ledgered.RestartWithAsync(Some.Budget("5usd", "day"));
        await _ledgered.SpendAsync(10);
        await _ledgered.RestartWithAsync(Some.Budget("5usd", "week"));
        await _ledgered.RestartWithAsync(Some.Budget("5usd", "day"));

        _ledgered.Only().Settled.ShouldBe(0);
    }

    [Fact]
    public async Task R4_StoredBudgetMovedIntoTheConfiguration_KeepsItsCounters()
    {
        await _ledgered.RestartAsync();
        await _ledgered.Engine.DefineAsync(Some.Budget("1usd", "day"), "test");
        await _ledgered.Engine.DefineAsync(Some.Budget("1usd", "week"), "test");
        await _ledgered.SpendAsync(10);

        await _ledgered.RestartWithAsync(Some.Budget("5usd", "week"));

        _ledgered.Only().Settled.ShouldBe(10 * Some.Cent);
    }

    [Fact]
    public async Task R27_RemovedAndCreatedAgainAfterARestart_StartsAnew()
    {
        await _ledgered.RestartAsync();
        await _ledgered.Engine.DefineAsync(Some.Budget("1usd"), "test");
        await _ledgered.SpendAsync(10);
        await _ledgered.Engine.RemoveAsync("b", "test");
        await _ledgered.RestartAsync();

        await _ledgered.Engine.DefineAsync(Some.Budget("1usd"), "test");

        _ledgered.Only().Settled.ShouldBe(0);
    }

    [Fact]
    public async Task R28_ConfiguredLimitLoweredBelowWhatIsUsed_IsAlertedAtTheStartOnce()
    {
        await _ledgered.RestartWithAsync(Some.Budget("1usd"));
        await _ledgered.SpendAsync(40);
        await _ledgered.RestartWithAsync(Some.Budget("0.5usd"));
        await _ledgered.RestartAsync();

        var told = _ledgered.Store.Applied.SelectMany(static b => b.Outbox).Select(static o => JsonDocument.Parse(o.Payload).RootElement.GetProperty("threshold").GetInt32());
        told.ShouldBe([50, 80]);
    }

    [Fact]
    public async Task R27_CarryOver_StartsTheNewWindowWithWhatWasUsed()
    {
        await _ledgered.RestartAsync();
        await _ledgered.Engine.DefineAsync(Some.Budget("1usd", "day") with { Each = "user" }, "test");
        await _ledgered.SpendAsync(30, "alice");
        await _ledgered.Engine.HoldAsync(Some.Cents(20, "bob"), default);

        await _ledgered.Engine.DefineAsync(Some.Budget("1usd", "week") with { Each = "user" }, "test", carryOver: true);
        await _ledgered.RestartAsync();

        _ledgered.Engine.Show("b")!.Instances.Select(static i => (i.Key["user"], i.Settled)).ShouldBe([("alice", 30 * Some.Cent), ("bob", 20 * Some.Cent)]);
        (await _ledgered.Store.VerifyAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task R27_CarryOverToAnotherUnit_IsRefusedWithTheReason()
    {
        await _ledgered.RestartAsync();
        await _ledgered.Engine.DefineAsync(Some.Budget("1usd", "day"), "test");

        var error = await Should.ThrowAsync<BudgetInvalidException>(() => _ledgered.Engine.DefineAsync(Some.Budget("9tokens", "day"), "test", carryOver: true));

        error.Errors.ShouldHaveSingleItem().Key.ShouldBe("carry_over");
    }
}
