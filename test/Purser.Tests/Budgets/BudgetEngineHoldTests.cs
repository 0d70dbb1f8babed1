using Purser.Budgets;
using Purser.Dialects;
using Purser.Ledger;
using Purser.Testing;

namespace Purser.Tests.Budgets;

public sealed class BudgetEngineHoldTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public async Task R3_NoMatchingBudget_IsUnbudgetedAndHoldsNothing()
    {
        var engine = Some.Engine(_clock, Some.Budget() with { Match = new Dictionary<string, string> { ["user"] = "alice" } });

        var result = await engine.HoldAsync(Some.Cents(10, "bob"), default);

        result.Verdict.ShouldBe(HoldVerdict.Unbudgeted);
        engine.OpenHolds().ShouldBeEmpty();
    }

    [Fact]
    public async Task R3_OneOfTwoBudgetsIsFull_NeitherHolds()
    {
        var engine = Some.Engine(_clock, Some.Budget("5usd", name: "wide"), Some.Budget("0.05usd", name: "narrow"));

        var result = await engine.HoldAsync(Some.Cents(10), default);

        result.Verdict.ShouldBe(HoldVerdict.Refused);
        result.Refusal!.BudgetId.ShouldBe("narrow");
        engine.Show("wide")!.Instances.ShouldHaveSingleItem().Held.ShouldBe(0);
    }

    [Fact]
    public async Task R15_SettledBelowTheHold_TheDifferenceIsFreeAgain()
    {
        var engine = Some.Engine(_clock, Some.Budget("1usd"));
        var hold = await engine.HoldAsync(Some.Cents(90), default);

        (await engine.SettleAsync(Some.Settle(hold.RequestId, Some.Cost(30 * Some.Cent)), default)).Verdict.ShouldBe(SettleVerdict.Settled);

        var instance = engine.Show("b")!.Instances.ShouldHaveSingleItem();
        (instance.Settled, instance.Held, instance.Available).ShouldBe((30 * Some.Cent, 0, 70 * Some.Cent));
    }

    [Fact]
    public async Task R8_HoldDoesNotFit_OutputIsClampedToTheLargestAffordable()
    {
        var engine = Some.Engine(_clock, Some.Budget("0.001usd"));

        var result = await engine.HoldAsync(Some.Output(bound: 4096, nanoEach: 999), default);

        result.Verdict.ShouldBe(HoldVerdict.Admitted);
        result.Clamped.ShouldBeTrue();
        result.OutputBound.ShouldBe(1001);
    }

    [Fact]
    public async Task R7b_ObservedBound_HoldsOneAndAQuarter()
    {
        var engine = Some.Engine(_clock, Some.Budget("1usd"));

        var result = await engine.HoldAsync(Some.Output(1000, 1) with { Trust = BoundTrust.Observed }, default);

        result.Legs.ShouldHaveSingleItem().Held.ShouldBe(1250);
    }

    [Theory]
    [InlineData(BudgetMode.Strict, HoldVerdict.Refused)]
    [InlineData(BudgetMode.Guarded, HoldVerdict.Admitted)]
    [InlineData(BudgetMode.Track, HoldVerdict.Admitted)]
    [InlineData(BudgetMode.Audit, HoldVerdict.Admitted)]
    public async Task R12_UnpricedCall_DependsOnTheMode(BudgetMode mode, HoldVerdict verdict)
    {
        var engine = Some.Engine(_clock, Some.Budget() with { Mode = mode });

        var result = await engine.HoldAsync(Some.Hold(Some.Tokens(10)), default);

        result.Verdict.ShouldBe(verdict);
        if (mode == BudgetMode.Guarded)
            result.Legs.ShouldHaveSingleItem().Held.ShouldBe(50_000_000);
    }

    [Fact]
    public async Task Promise_ThousandConcurrentHoldsOfTenCentsOnFiveDollars_ExactlyFiftyPass()
    {
        var engine = Some.Engine(_clock, Some.Budget("5usd"));

        var results = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Task.Run(async () =>
        {
            var hold = await engine.HoldAsync(Some.Cents(10), default);
            if (hold.Verdict == HoldVerdict.Admitted)
                await engine.SettleAsync(Some.Settle(hold.RequestId, Some.Cost(10 * Some.Cent)), default);
            return hold.Verdict;
        })));

        results.Count(v => v == HoldVerdict.Admitted).ShouldBe(50);
        var instance = engine.Show("b")!.Instances.ShouldHaveSingleItem();
        (instance.Settled, instance.Held).ShouldBe((5 * Some.Usd, 0));
    }
}
