using Purser.Budgets;
using Purser.Ledger;
using Purser.Testing;

namespace Purser.Tests.Budgets;

public sealed class BudgetEngineFailureTests
{
    private readonly FakeClock _clock = new();

    public static TheoryData<Exception> StoreFailures => [new LedgerConflictException("contradiction"), new InvalidOperationException("unexpected"), new LedgerUnavailableException("away")];

    [Theory]
    [MemberData(nameof(StoreFailures))]
    public async Task R31_StoreFailsAHold_NothingIsHeldNorCountedTwiceAndTheKeyIsFree(Exception failure)
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget("0.1usd", "fixed:5h"));
        var request = Some.Cents(10) with { IdempotencyKey = "k", IdempotencyHash = new byte[] { 1 } };
        ledgered.Store.Failure = failure;
        (await Record.ExceptionAsync(async () => await ledgered.Engine.HoldAsync(request, default))).ShouldBe(failure);
        ledgered.Store.Failure = null;
        ledgered.Engine.OpenHolds().ShouldBeEmpty();
        ledgered.Engine.Show("b")!.Instances.ShouldBeEmpty("the window was opened by nobody");

        (await ledgered.Engine.HoldAsync(request, default)).Verdict.ShouldBe(HoldVerdict.Admitted);

        (await ledgered.StoredAsync()).ShouldBe(new Balance(0, 10 * Some.Cent, 0, 0));
        ledgered.Only().Held.ShouldBe(10 * Some.Cent);
    }

    [Theory]
    [MemberData(nameof(StoreFailures))]
    public async Task R31_StoreFailsASettlement_TheHoldStaysAndTheNextTrySettlesOnce(Exception failure)
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget("1usd"));
        var hold = await ledgered.Engine.HoldAsync(Some.Cents(60), default);
        ledgered.Store.Failure = failure;
        var settle = Some.Settle(hold.RequestId, Some.Cost(55 * Some.Cent));
        (await Record.ExceptionAsync(async () => await ledgered.Engine.SettleAsync(settle, default))).ShouldBe(failure);
        ledgered.Store.Failure = null;
        ledgered.Only().Held.ShouldBe(60 * Some.Cent);

        (await ledgered.Engine.SettleAsync(settle, default)).Verdict.ShouldBe(SettleVerdict.Settled);

        (await ledgered.StoredAsync()).ShouldBe(new Balance(55 * Some.Cent, 0, 0, 0));
        ledgered.Store.Applied.Sum(static b => b.Outbox.Count).ShouldBe(1, "the threshold that the failed try crossed is told by the one that succeeded");
    }

    [Theory]
    [InlineData("expire")]
    [InlineData("define")]
    [InlineData("override")]
    [InlineData("observe")]
    public async Task R31_KilledBetweenCommitAndAcknowledgement_TheRestartKnowsIt(string point)
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget("1usd"));
        await ledgered.Engine.HoldAsync(Some.Cents(40), default);
        _clock.Advance(TimeSpan.FromMinutes(16));
        ledgered.Store.DieAfterNext = true;
        Task lost = point switch
        {
            "expire" => ledgered.Engine.ExpireDueAsync(),
            "define" => ledgered.Engine.DefineAsync(Some.Budget("2usd"), "test"),
            "override" => ledgered.Engine.OverrideAsync("b", BudgetLimit.Parse("1usd"), _clock.GetUtcNow().AddHours(1), "ann", "why", default),
            _ => ledgered.Engine.ObserveAsync(Some.Event(Guid.NewGuid(), _clock.GetUtcNow()), Some.Cost(5 * Some.Cent), default).AsTask(),
        };
        await ledgered.Store.DiedAsync();

        await ledgered.RestartAsync();

        lost.IsCompleted.ShouldBeFalse();
        var now = ledgered.Only();
        (now.Settled / Some.Cent, now.Held / Some.Cent, now.Limit / Some.Usd).ShouldBe(point switch
        {
            "expire" => (40, 0, 1),
            "observe" => (5, 40, 1),
            _ => (0L, 40L, 2L),
        });
    }

    [Theory]
    [InlineData("expire")]
    [InlineData("define")]
    [InlineData("override")]
    [InlineData("observe")]
    public async Task R31_KilledBeforeTheCommit_NothingOfItHappened(string point)
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget("1usd"));
        await ledgered.Engine.HoldAsync(Some.Cents(40), default);
        _clock.Advance(TimeSpan.FromMinutes(16));
        ledgered.Store.Away = true;
        await Should.ThrowAsync<LedgerUnavailableException>(() => point switch
        {
            "expire" => (Task)ledgered.Engine.ExpireDueAsync(),
            "define" => ledgered.Engine.DefineAsync(Some.Budget("2usd"), "test"),
            "override" => ledgered.Engine.OverrideAsync("b", BudgetLimit.Parse("1usd"), _clock.GetUtcNow().AddHours(1), "ann", "why", default),
            _ => ledgered.Engine.ObserveAsync(Some.Event(Guid.NewGuid(), _clock.GetUtcNow()), Some.Cost(5 * Some.Cent), default).AsTask(),
        });
        foreach (var restart in new[] { false, true })
        {
            if (restart)
                await ledgered.RestartAsync();
            var now = ledgered.Only();
            (now.Settled, now.Held / Some.Cent, now.Limit / Some.Usd).ShouldBe((0L, 40L, 1L));
        }
    }

    [Theory]
    [InlineData(BudgetMode.Strict, StoreDownPolicy.Closed, false)]
    [InlineData(BudgetMode.Strict, StoreDownPolicy.Open, true)]
    [InlineData(BudgetMode.Guarded, StoreDownPolicy.Closed, false)]
    [InlineData(BudgetMode.Guarded, StoreDownPolicy.Open, true)]
    [InlineData(BudgetMode.Track, StoreDownPolicy.Closed, true)]
    [InlineData(BudgetMode.Audit, StoreDownPolicy.Closed, true)]
    public async Task R33_StoreAway_OneClosedBudgetAmongTheMatchedDecides(BudgetMode mode, StoreDownPolicy policy, bool admitted)
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget(name: "a") with { Mode = BudgetMode.Track }, Some.Budget() with { Mode = mode, OnStoreDown = policy });
        ledgered.Store.Away = true;

        var thrown = await Record.ExceptionAsync(async () => await ledgered.Engine.HoldAsync(Some.Cents(10), default));

        (thrown is null).ShouldBe(admitted);
        ledgered.Only().Held.ShouldBe(admitted ? 10 * Some.Cent : 0);
        ledgered.Only("a").Held.ShouldBe(admitted ? 10 * Some.Cent : 0);
    }

    [Fact]
    public async Task R35_SameKeyFromManyThreads_HoldsOnce()
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget());

        var results = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(async () =>
            await ledgered.Engine.HoldAsync(Some.Cents(10) with { IdempotencyKey = "k", IdempotencyHash = new byte[] { 1 } }, default))));

        results.Count(static r => r.Verdict == HoldVerdict.Admitted).ShouldBe(1);
        results.Count(static r => r.Verdict == HoldVerdict.InProgress).ShouldBe(199);
        results.Select(static r => r.RequestId).Distinct().Count().ShouldBe(1);
        (await ledgered.StoredAsync()).ShouldBe(new Balance(0, 10 * Some.Cent, 0, 0));
    }

    [Fact]
    public async Task R14_HeartbeatDuringASettlement_WaitsItsTurnAndThenFindsTheHoldClosed()
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget());
        var hold = await ledgered.Engine.HoldAsync(Some.Cents(10), default);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ledgered.Store.Held = gate.Task;
        var settling = ledgered.Engine.SettleAsync(Some.Settle(hold.RequestId, Some.Cost(Some.Cent)), default);
        var extending = ledgered.Engine.ExtendAsync(hold.RequestId, TimeSpan.FromHours(1), default);
        extending.IsCompleted.ShouldBeFalse();

        gate.SetResult();

        (await settling).Verdict.ShouldBe(SettleVerdict.Settled);
        (await extending).ShouldBeFalse();
        (await ledgered.Store.EntriesAsync(hold.RequestId, default)).Select(static e => e.Kind).ShouldBe([EntryKind.Hold, EntryKind.Settle]);
    }

    [Fact]
    public async Task R22_SessionUsedShortlyBeforeARestart_IsIdleFromItsLastUse()
    {
        var budget = Some.Budget("10tokens", "session") with { SessionIdle = TimeSpan.FromMinutes(30) };
        await using var ledgered = await Ledgered.StartAsync(_clock, budget);
        async Task<HoldVerdict> UseAsync(long tokens) =>
            (await ledgered.Engine.HoldAsync(Some.Hold(Some.Tokens(tokens), new CallAttributes { Session = "s" }), default)).Verdict;
        (await UseAsync(9)).ShouldBe(HoldVerdict.Admitted);
        _clock.Advance(TimeSpan.FromMinutes(20));
        (await UseAsync(1)).ShouldBe(HoldVerdict.Admitted);
        await ledgered.RestartAsync();

        _clock.Advance(TimeSpan.FromMinutes(25));
        (await UseAsync(1)).ShouldBe(HoldVerdict.Refused, "25 minutes after the last use it is the same session");
        await ledgered.RestartAsync();
        _clock.Advance(TimeSpan.FromMinutes(10));

        (await UseAsync(10)).ShouldBe(HoldVerdict.Admitted, "35 minutes after the last use, restarts or not, it is another");
    }
}
