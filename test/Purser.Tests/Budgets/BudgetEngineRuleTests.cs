using Purser.Budgets;
using Purser.Dialects;
using Purser.Ledger;
using Purser.Testing;

namespace Purser.Tests.Budgets;

public sealed class BudgetEngineRuleTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public async Task R3_EachUser_CountsEachValueApart()
    {
        var engine = Some.Engine(_clock, Some.Budget("0.1usd") with { Each = "user" });

        (await engine.HoldAsync(Some.Cents(10, "alice"), default)).Verdict.ShouldBe(HoldVerdict.Admitted);
        (await engine.HoldAsync(Some.Cents(1, "alice"), default)).Verdict.ShouldBe(HoldVerdict.Refused);
        (await engine.HoldAsync(Some.Cents(10, "bob"), default)).Verdict.ShouldBe(HoldVerdict.Admitted);

        engine.Show("b")!.Instances.Select(static i => i.Key["user"]).ShouldBe(["alice", "bob"]);
    }

    [Fact]
    public async Task R3_MoreValuesThanInstances_StrictRefusesAndKeepsNothingOfTheRefused()
    {
        var engine = Some.Engine(_clock, Some.Budget() with { Each = "session", MaxInstances = 2 });
        for (var i = 0; i < 2; i++)
            await engine.HoldAsync(InSession($"s{i}"), default);

        var result = await engine.HoldAsync(InSession("s2"), default);

        result.Refusal!.Reason.ShouldBe("instances");
        engine.Show("b")!.Instances.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(MissingPolicy.Bucket, "(none)")]
    [InlineData(MissingPolicy.Shared, null)]
    public async Task R3_MissingValue_CountsInItsBucketOrTheSharedInstance(MissingPolicy policy, string? value)
    {
        var engine = Some.Engine(_clock, Some.Budget() with { Each = "user", OnMissing = policy });

        await engine.HoldAsync(Some.Cents(1), default);

        engine.Show("b")!.Instances.ShouldHaveSingleItem().Key.GetValueOrDefault("user").ShouldBe(value);
    }

    [Fact]
    public async Task R3_MissingValueSkipped_IsUnbudgeted()
    {
        var engine = Some.Engine(_clock, Some.Budget() with { Each = "user", OnMissing = MissingPolicy.Skip });

        (await engine.HoldAsync(Some.Cents(1), default)).Verdict.ShouldBe(HoldVerdict.Unbudgeted);
    }

    [Fact]
    public async Task R3_StrictEachOverClientValues_NeedsASharedStrictBudgetAboveIt()
    {
        var byClient = Some.Hold(Some.Cost(1), new CallAttributes { User = "x", SetByClient = AttributeNames.User });
        var each = Some.Budget() with { Each = "user" };

        (await Some.Engine(_clock, each).HoldAsync(byClient, default)).Refusal!.Reason.ShouldBe("client_values");
        (await Some.Engine(_clock, each, Some.Budget(name: "shared")).HoldAsync(byClient, default)).Verdict.ShouldBe(HoldVerdict.Admitted);
        (await Some.Engine(_clock, each).HoldAsync(Some.Cents(1, "x"), default)).Verdict.ShouldBe(HoldVerdict.Admitted);
    }

    [Fact]
    public async Task R4_LimitLoweredBelowWhatIsUsed_BlocksNewAndKillsNothing()
    {
        var engine = BudgetEngine.InMemory(new BudgetEngineOptions(), _clock);
        await engine.DefineAsync(Some.Budget("5usd"), "me", default);
        var open = await engine.HoldAsync(Some.Cents(200), default);
        await engine.DefineAsync(Some.Budget("1usd"), "me", default);

        (await engine.HoldAsync(Some.Cents(1), default)).Verdict.ShouldBe(HoldVerdict.Refused);
        (await engine.SettleAsync(Some.Settle(open.RequestId, Some.Cost(2 * Some.Usd)), default)).Verdict.ShouldBe(SettleVerdict.Settled);
        engine.Show("b")!.Instances.ShouldHaveSingleItem().State.ShouldBe("exhausted");
    }

    [Fact]
    public async Task R4_OverrideBeyondInt64_IsNoLimitAtAll_AndTheBudgetStillStartsAndAdmits()
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget("9000000000usd"));
        await ledgered.Engine.OverrideAsync("b", BudgetLimit.Parse("9000000000usd"), _clock.GetUtcNow().AddHours(1), "ann", "why not", default);
        await ledgered.RestartAsync();

        (await ledgered.Engine.HoldAsync(Some.Cents(25), default)).Verdict.ShouldBe(HoldVerdict.Admitted);
        ledgered.Engine.Show("b")!.Limit.ShouldBe(long.MaxValue);
    }

    [Fact]
    public async Task R4_OverridesAtTheSameTime_AreAllThereAfterARestart()
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget("0.1usd"));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            ledgered.Engine.OverrideAsync("b", BudgetLimit.Parse("0.1usd"), _clock.GetUtcNow().AddHours(1), "ann", "month end", default)));
        var before = ledgered.Engine.Show("b")!.Overrides.Count;
        await ledgered.RestartAsync();

        (before, ledgered.Engine.Show("b")!.Overrides.Count).ShouldBe((8, 8));
    }

    [Fact]
    public async Task R4_Override_RaisesTheLimitUntilItExpiresByItself_AlsoAfterARestart()
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget("0.1usd"));
        await ledgered.Engine.OverrideAsync("b", BudgetLimit.Parse("0.2usd"), _clock.GetUtcNow().AddHours(1), "ann", "month end", default);
        await ledgered.RestartAsync();

        (await ledgered.Engine.HoldAsync(Some.Cents(25), default)).Verdict.ShouldBe(HoldVerdict.Admitted);
        _clock.Advance(TimeSpan.FromHours(1));

        (await ledgered.Engine.HoldAsync(Some.Cents(1), default)).Verdict.ShouldBe(HoldVerdict.Refused);
        ledgered.Store.Entries.ShouldContain(static e => e.Kind == EntryKind.Override);
    }

    [Fact]
    public async Task R7b_AdvisoryBound_StrictRefusesGuardedAdmits()
    {
        var call = Some.Output(100, 1) with { Trust = BoundTrust.Advisory };

        (await Some.Engine(_clock, Some.Budget()).HoldAsync(call, default)).Refusal!.Reason.ShouldBe("advisory_bound");
        (await Some.Engine(_clock, Some.Budget() with { Mode = BudgetMode.Guarded }).HoldAsync(call, default)).Verdict.ShouldBe(HoldVerdict.Admitted);
        (await Some.Engine(_clock, Some.Budget("5requests")).HoldAsync(call, default)).Verdict.ShouldBe(HoldVerdict.Admitted);
    }

    [Fact]
    public async Task R8_LessThanTheLeastOutputFits_IsRefusedWithWhatWouldFit()
    {
        var engine = Some.Engine(_clock, Some.Budget("100tokens"));

        var result = await engine.HoldAsync(Some.Output(4096, 1), default);

        result.Verdict.ShouldBe(HoldVerdict.Refused);
        result.Refusal!.FittingOutput.ShouldBe(100);
        result.Refusal.Remedy.ShouldContain("max_tokens <= 100");
    }

    [Fact]
    public async Task R11_OneCallAboveItsShare_IsRefusedThoughItWouldFit()
    {
        var engine = Some.Engine(_clock, Some.Budget("1usd") with { MaxHoldShare = 50 });

        (await engine.HoldAsync(Some.Cents(51), default)).Refusal!.Reason.ShouldBe("hold_share");
        (await engine.HoldAsync(Some.Cents(50), default)).Verdict.ShouldBe(HoldVerdict.Admitted);
    }

    [Fact]
    public async Task R11_ReleaseWithinTheWait_AdmitsTheWaitingCall()
    {
        var engine = Some.Engine(_clock, Some.Budget("1usd") with { Wait = TimeSpan.FromSeconds(2) });
        var first = await engine.HoldAsync(Some.Cents(90), default);
        var second = engine.HoldAsync(Some.Cents(50), default);
        second.IsCompleted.ShouldBeFalse();

        await engine.ReleaseAsync(first.RequestId, 1, "not contacted", null, default);

        (await second).Verdict.ShouldBe(HoldVerdict.Admitted);
    }

    [Fact]
    public async Task R11_NoReleaseWithinTheWait_Refuses()
    {
        var engine = Some.Engine(_clock, Some.Budget("1usd") with { Wait = TimeSpan.FromSeconds(2) });
        await engine.HoldAsync(Some.Cents(90), default);
        var second = engine.HoldAsync(Some.Cents(50), default);

        _clock.Advance(TimeSpan.FromSeconds(2));

        (await second).Verdict.ShouldBe(HoldVerdict.Refused);
        engine.Health().Waiters.ShouldBe(0);
    }

    [Fact]
    public async Task R12_UnpricedCallUnderAGuardedBudget_IsChargedTheFlatHold()
    {
        var engine = Some.Engine(_clock, Some.Budget() with { Mode = BudgetMode.Guarded });
        var hold = await engine.HoldAsync(Some.Hold(Some.Tokens(9)), default);

        await engine.SettleAsync(Some.Settle(hold.RequestId, Some.Tokens(9)), default);

        engine.Show("b")!.Instances.ShouldHaveSingleItem().Settled.ShouldBe(50_000_000);
    }

    [Fact]
    public async Task R16_Released_EverythingIsFreeAgainAndASettlementConflicts()
    {
        var engine = Some.Engine(_clock, Some.Budget("1usd"));
        var hold = await engine.HoldAsync(Some.Cents(90), default);

        (await engine.ReleaseAsync(hold.RequestId, 1, "not contacted", null, default)).Verdict.ShouldBe(SettleVerdict.Settled);
        (await engine.ReleaseAsync(hold.RequestId, 1, "not contacted", null, default)).Verdict.ShouldBe(SettleVerdict.Repeated);
        (await engine.SettleAsync(Some.Settle(hold.RequestId, Some.Cost(1)), default)).Verdict.ShouldBe(SettleVerdict.Conflict);

        engine.Show("b")!.Instances.ShouldHaveSingleItem().Available.ShouldBe(Some.Usd);
    }

    [Fact]
    public async Task R18_Adjustment_IsALinkedEntryAgainstTheOriginalInstance()
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget(window: "hour"));
        var hold = await ledgered.Engine.HoldAsync(Some.Cents(10), default);
        await ledgered.Engine.SettleAsync(Some.Settle(hold.RequestId, Some.Cost(10 * Some.Cent)), default);
        _clock.Advance(TimeSpan.FromHours(2));

        await ledgered.Engine.AdjustAsync(hold.RequestId, new Amounts(-4 * Some.Cent, null, null, null, 0), "credit", default);

        var stored = (await ledgered.Store.BalancesAsync("b", default)).ShouldHaveSingleItem();
        stored.Value.ShouldBe(new Balance(10 * Some.Cent, 0, -4 * Some.Cent, 0));
        ledgered.Only().Settled.ShouldBe(0);
    }

    [Fact]
    public async Task R20_EachBilledAttemptSettlesApart_AndTheNextIsHeldForAgain()
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget("1usd"));
        var hold = await ledgered.Engine.HoldAsync(Some.Cents(40), default);
        await ledgered.Engine.SettleAsync(Some.Settle(hold.RequestId, Some.Cost(30 * Some.Cent), 1, more: true), default);
        (ledgered.Only().Settled, ledgered.Only().Held).ShouldBe((30 * Some.Cent, 10 * Some.Cent));

        (await ledgered.Engine.HoldAgainAsync(hold.RequestId, default))!.Verdict.ShouldBe(HoldVerdict.Admitted);
        (ledgered.Only().Settled, ledgered.Only().Held).ShouldBe((30 * Some.Cent, 40 * Some.Cent));
        await ledgered.RestartAsync();
        await ledgered.Engine.SettleAsync(Some.Settle(hold.RequestId, Some.Cost(35 * Some.Cent), 2), default);

        (await ledgered.StoredAsync()).ShouldBe(new Balance(65 * Some.Cent, 0, 0, 0));
        ledgered.Only().Held.ShouldBe(0);
    }

    [Fact]
    public async Task R24_SettledAfterTheWindowRolled_CountsInTheWindowOfAdmission()
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget(window: "hour"));
        var hold = await ledgered.Engine.HoldAsync(Some.Cents(10), default);
        _clock.Advance(TimeSpan.FromHours(1));

        await ledgered.Engine.SettleAsync(Some.Settle(hold.RequestId, Some.Cost(10 * Some.Cent)), default);

        ledgered.Only().Settled.ShouldBe(0);
        (await ledgered.Store.BalancesAsync("b", default)).ShouldHaveSingleItem().Key.WindowStart.ShouldBe(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task R26_ClockSetBack_DoesNotReopenAClosedWindow_AndRaisesAnAlarm()
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget("0.1usd", "hour"));
        _clock.Advance(TimeSpan.FromMinutes(70));
        await ledgered.Engine.HoldAsync(Some.Cents(10), default);
        _clock.StepWall(TimeSpan.FromMinutes(-30));

        (await ledgered.Engine.HoldAsync(Some.Cents(10), default)).Verdict.ShouldBe(HoldVerdict.Refused);

        await ledgered.Engine.HoldAsync(Some.Cents(0), default);
        ledgered.Engine.Health().ClockJumps.ShouldBe(1);
        ledgered.Store.Applied.SelectMany(static b => b.Outbox).ShouldContain(static o => o.Lane == "clock");
    }

    [Fact]
    public async Task R27_WindowChanged_StartsANewInstance_ALimitDoesNot()
    {
        var engine = BudgetEngine.InMemory(new BudgetEngineOptions(), _clock);
        await engine.DefineAsync(Some.Budget("1usd", "day"), "me", default);
        await engine.ObserveAsync(Some.Event(Guid.NewGuid(), _clock.GetUtcNow()), Some.Cost(Some.Cent), default);
        await engine.DefineAsync(Some.Budget("2usd", "day"), "me", default);
        engine.Show("b")!.Instances.ShouldHaveSingleItem().Settled.ShouldBe(Some.Cent);

        await engine.DefineAsync(Some.Budget("2usd", "week"), "me", default);

        engine.Show("b")!.Instances.ShouldHaveSingleItem().Settled.ShouldBe(0);
    }

    [Fact]
    public async Task R29_ThresholdActions_ClampHintAndBlock()
    {
        var budget = Some.Budget("1000tokens") with { Mode = BudgetMode.Guarded, Actions = [new(50, ThresholdActionKind.Clamp, OutputBound: 300), new(50, ThresholdActionKind.Hint, "small"), new(80, ThresholdActionKind.Approval)] };
        var engine = Some.Engine(_clock, budget);
        await engine.ObserveAsync(Some.Event(Guid.NewGuid(), _clock.GetUtcNow()), Some.Tokens(500), default);

        var clamped = await engine.HoldAsync(Some.Output(400, 1), default);
        (clamped.OutputBound, clamped.Clamped, clamped.HintModel).ShouldBe((300, true, "small"));
        await engine.SettleAsync(Some.Settle(clamped.RequestId, Some.Tokens(300)), default);

        (await engine.HoldAsync(Some.Hold(Some.Tokens(1)), default)).Refusal!.Reason.ShouldBe("approval");
    }

    [Fact]
    public async Task Cap_Track_NeverRefuses()
    {
        var engine = BudgetEngine.InMemory(new BudgetEngineOptions { Configured = [Some.Budget("0.01usd")], Cap = BudgetModeCap.Track }, _clock);

        var hold = await engine.HoldAsync(Some.Cents(100), default);

        (hold.Verdict, hold.Enforced).ShouldBe((HoldVerdict.Admitted, false));
    }

    [Fact]
    public async Task Configured_Budget_IsReadOnlyAndSaysWhereItComesFrom()
    {
        var engine = BudgetEngine.InMemory(new BudgetEngineOptions { Configured = [Some.Budget() with { Origin = "purser.yaml:7" }] }, _clock);

        (await Should.ThrowAsync<BudgetInvalidException>(() => engine.DefineAsync(Some.Budget("9usd"), "me", default))).Message.ShouldContain("purser.yaml:7");
    }

    private static HoldRequest InSession(string session) => Some.Hold(Some.Cost(1), new CallAttributes { Session = session });
}
