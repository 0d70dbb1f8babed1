using Purser.Budgets;
using Purser.Ledger;
using Purser.Testing;

namespace Purser.Tests.Budgets;

public sealed class BudgetEngineWindowTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public async Task R22_Rolling_NeverAllowsMoreThanTheLimitInAnyWindowOfItsLength()
    {
        var engine = Some.Engine(_clock, Some.Budget("10tokens", "rolling:5h"));
        var spent = new List<DateTimeOffset>();
        for (var i = 0; i < 400; i++)
        {
            var hold = await engine.HoldAsync(Some.Hold(Some.Tokens(1)), default);
            if (hold.Verdict == HoldVerdict.Admitted)
            {
                await engine.SettleAsync(Some.Settle(hold.RequestId, Some.Tokens(1)), default);
                spent.Add(_clock.GetUtcNow());
            }

            spent.Count(s => s > _clock.GetUtcNow() - TimeSpan.FromHours(5)).ShouldBeLessThanOrEqualTo(10);
            _clock.Advance(TimeSpan.FromMinutes(7));
        }

        spent.Count.ShouldBeGreaterThan(70);
    }

    [Fact]
    public async Task R23_FixedWindow_OpensAtFirstUseDurably()
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget("0.1usd", "fixed:5h"));
        ledgered.Engine.Show("b")!.Instances.ShouldBeEmpty();
        _clock.Advance(TimeSpan.FromMinutes(17));
        await ledgered.Engine.HoldAsync(Some.Cents(10), default);
        ledgered.Store.Applied[^1].Entries.Select(static e => e.Kind).ShouldBe([EntryKind.Hold, EntryKind.Open]);
        await ledgered.RestartAsync();
        _clock.Advance(TimeSpan.FromHours(4));

        (await ledgered.Engine.HoldAsync(Some.Cents(1), default)).Refusal!.ResetsAt.ShouldBe(new DateTimeOffset(2026, 11, 20, 17, 17, 0, TimeSpan.Zero));
        _clock.Advance(TimeSpan.FromHours(1));

        (await ledgered.Engine.HoldAsync(Some.Cents(10), default)).Verdict.ShouldBe(HoldVerdict.Admitted);
    }

    [Fact]
    public async Task R22_SessionWindow_EndsByIdlenessAndByAge()
    {
        var budget = Some.Budget("10tokens", "session") with { SessionIdle = TimeSpan.FromMinutes(30), SessionMax = TimeSpan.FromHours(1) };
        var engine = Some.Engine(_clock, budget);
        async Task<HoldVerdict> Spend(long tokens)
        {
            var hold = await engine.HoldAsync(Some.Hold(Some.Tokens(tokens), new CallAttributes { Session = "s" }), default);
            if (hold.Verdict == HoldVerdict.Admitted)
                await engine.SettleAsync(Some.Settle(hold.RequestId, Some.Tokens(tokens)), default);
            return hold.Verdict;
        }

        (await Spend(9)).ShouldBe(HoldVerdict.Admitted);
        _clock.Advance(TimeSpan.FromMinutes(29));
        (await Spend(1)).ShouldBe(HoldVerdict.Admitted);
        (await Spend(1)).ShouldBe(HoldVerdict.Refused);
        _clock.Advance(TimeSpan.FromMinutes(31));

        (await Spend(10)).ShouldBe(HoldVerdict.Admitted);
    }

    [Theory]
    [InlineData("hold")]
    [InlineData("settle")]
    [InlineData("release")]
    public async Task R31_KilledAfterTheCommitBeforeItsAcknowledgement_TheRestartKnowsIt(string point)
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget("1usd"));
        var request = Some.Cents(40);
        if (point != "hold")
            await ledgered.Engine.HoldAsync(request, default);
        ledgered.Store.DieAfterNext = true;
        Task lost = point switch
        {
            "hold" => ledgered.Engine.HoldAsync(request, default).AsTask(),
            "settle" => ledgered.Engine.SettleAsync(Some.Settle(request.RequestId, Some.Cost(30 * Some.Cent)), default).AsTask(),
            _ => ledgered.Engine.ReleaseAsync(request.RequestId, 1, "not contacted", null, default).AsTask(),
        };
        await ledgered.Store.DiedAsync();

        await ledgered.RestartAsync();

        lost.IsCompleted.ShouldBeFalse();
        (ledgered.Only().Settled, ledgered.Only().Held).ShouldBe(point switch
        {
            "hold" => (0, 40 * Some.Cent),
            "settle" => (30 * Some.Cent, 0),
            _ => (0L, 0L),
        });
        ledgered.Engine.OpenHolds().Count.ShouldBe(point == "hold" ? 1 : 0);
    }

    [Fact]
    public async Task Promise_TenThousandConcurrentHoldsOverALedger_ExactlyFiftyPassAndTheLedgerAgrees()
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget("5usd"));

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 10_000).Select(_ => Task.Run(async () =>
        {
            var hold = await ledgered.Engine.HoldAsync(Some.Cents(10), default);
            if (hold.Verdict == HoldVerdict.Admitted)
                await ledgered.Engine.SettleAsync(Some.Settle(hold.RequestId, Some.Cost(10 * Some.Cent)), default);
            return hold.Verdict;
        })));

        verdicts.Count(static v => v == HoldVerdict.Admitted).ShouldBe(50);
        (await ledgered.StoredAsync()).ShouldBe(new Balance(5 * Some.Usd, 0, 0, 0));
    }

    [Fact]
    public async Task R31_StartedEngine_ExpiresDueHoldsByItsTimer()
    {
        var engine = Some.Engine(_clock, Some.Budget());
        await engine.StartAsync();
        await engine.HoldAsync(Some.Cents(10), default);

        _clock.Advance(TimeSpan.FromMinutes(16));
        await engine.StopAsync();

        engine.OpenHolds().ShouldBeEmpty();
        engine.Show("b")!.Instances.ShouldHaveSingleItem().Settled.ShouldBe(10 * Some.Cent);
    }
}
