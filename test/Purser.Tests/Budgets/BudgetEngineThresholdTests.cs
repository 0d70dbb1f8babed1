using System.Text.Json;
using Purser.Budgets;
using Purser.Ledger;
using Purser.Testing;

namespace Purser.Tests.Budgets;

public sealed class BudgetEngineThresholdTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public async Task R28_LimitLowered_TheDefinitionsOwnTransactionAlertsAndNoLaterOneDoes()
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget("1usd"));
        await ledgered.SpendAsync(40);
        await ledgered.Engine.DefineAsync(Some.Budget("0.5usd"), "test");
        await ledgered.Engine.ObserveAsync(Some.Event(Guid.NewGuid(), _clock.GetUtcNow()), Some.Cost(1), default);

        var batch = ledgered.Store.Applied.Where(static b => b.Outbox.Count > 0).ShouldHaveSingleItem();
        batch.Entries.Select(static e => e.Kind).ShouldBe([EntryKind.Change, EntryKind.Threshold, EntryKind.Threshold]);
        batch.Outbox.Select(Percent).ShouldBe([50, 80]);
    }

    [Fact]
    public async Task R28_DefinitionThatCouldNotBeWritten_HasAlertedNothing()
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget("1usd"));
        await ledgered.SpendAsync(40);
        ledgered.Store.Away = true;
        await Should.ThrowAsync<LedgerUnavailableException>(() => ledgered.Engine.DefineAsync(Some.Budget("0.5usd"), "test"));
        ledgered.Store.Away = false;

        ledgered.Only().Limit.ShouldBe(Some.Usd);
        await ledgered.SpendAsync(11);

        ledgered.Store.Applied.SelectMany(static b => b.Outbox).Select(Percent).ShouldBe([50]);
    }

    [Fact]
    public async Task R28_ThresholdsListChanged_EachPercentIsToldOnceAlsoAcrossARestart()
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget("1usd") with { Thresholds = [50, 90] });
        await ledgered.SpendAsync(60);
        await ledgered.Engine.DefineAsync(Some.Budget("1usd") with { Thresholds = [30, 50, 90] }, "test");
        await ledgered.RestartAsync();
        await ledgered.SpendAsync(31);

        ledgered.Store.Applied.SelectMany(static b => b.Outbox).Select(Percent).ShouldBe([50, 30, 90]);
    }

    [Fact]
    public async Task R28_WithoutALedger_CrossedThresholdsAreHeardInProcess()
    {
        var heard = new List<BudgetAlert>();
        var engine = BudgetEngine.InMemory(new BudgetEngineOptions { Configured = [Some.Budget("100tokens")], ThresholdCrossed = heard.Add }, _clock);
        var hold = await engine.HoldAsync(Some.Hold(Some.Tokens(96)), default);
        heard.ShouldBeEmpty();

        await engine.SettleAsync(Some.Settle(hold.RequestId, Some.Tokens(96)), default);
        await engine.ObserveAsync(Some.Event(Guid.NewGuid(), _clock.GetUtcNow()), Some.Tokens(4), default);

        heard.Select(static a => (a.Threshold, a.Highest, a.Settled)).ShouldBe([(50, false, 96), (80, false, 96), (95, true, 96), (100, true, 100)]);
    }

    [Fact]
    public async Task R28_ListenerThatThrows_IsCountedAndHurtsNoCall()
    {
        var engine = BudgetEngine.InMemory(
            new BudgetEngineOptions { Configured = [Some.Budget("100tokens")], ThresholdCrossed = static _ => throw new InvalidOperationException() }, _clock);
        var hold = await engine.HoldAsync(Some.Hold(Some.Tokens(50)), default);

        (await engine.SettleAsync(Some.Settle(hold.RequestId, Some.Tokens(50)), default)).Verdict.ShouldBe(SettleVerdict.Settled);

        engine.Health().ListenerFaults.ShouldBe(1);
    }

    [Theory]
    [InlineData(ThresholdComparison.AtLeast, 80, 1)]
    [InlineData(ThresholdComparison.AtLeast, 79, 0)]
    [InlineData(ThresholdComparison.Above, 80, 0)]
    [InlineData(ThresholdComparison.Above, 81, 1)]
    public async Task Section9_ThresholdComparison_IsThePresets(ThresholdComparison comparison, long tokens, int alerts)
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget("100tokens") with { Thresholds = [80], Comparison = comparison });

        await ledgered.Engine.ObserveAsync(Some.Event(Guid.NewGuid(), _clock.GetUtcNow()), Some.Tokens(tokens), default);

        ledgered.Store.Applied.Sum(static b => b.Outbox.Count).ShouldBe(alerts);
    }

    private static int Percent(OutboxRow row) => JsonDocument.Parse(row.Payload).RootElement.GetProperty("threshold").GetInt32();
}
