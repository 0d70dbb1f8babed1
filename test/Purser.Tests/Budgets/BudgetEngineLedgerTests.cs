using System.Text.Json;
using Purser.Budgets;
using Purser.Ledger;
using Purser.Testing;

namespace Purser.Tests.Budgets;

public sealed class BudgetEngineLedgerTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public async Task R14_EachTransition_IsOneEntryWithItsBalanceChange()
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget());
        var hold = await ledgered.Engine.HoldAsync(Some.Cents(20), default);
        await ledgered.Engine.ExtendAsync(hold.RequestId, TimeSpan.FromHours(1), default);
        await ledgered.Engine.SettleAsync(Some.Settle(hold.RequestId, Some.Cost(5 * Some.Cent)), default);

        var entries = await ledgered.Store.EntriesAsync(hold.RequestId, default);

        entries.Select(static e => e.Kind).ShouldBe([EntryKind.Hold, EntryKind.Extend, EntryKind.Settle]);
        entries[0].Changes.ShouldHaveSingleItem().Delta.ShouldBe(new Balance(0, 20 * Some.Cent, 0, 0));
        entries[2].Changes.ShouldHaveSingleItem().Delta.ShouldBe(new Balance(5 * Some.Cent, -20 * Some.Cent, 0, 0));
        (await ledgered.Store.VerifyAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task R19_ActualAboveTheHold_IsRecordedAsOverrunAndObserved()
    {
        BudgetOverrun? heard = null;
        await using var ledgered = new Ledgered(_clock, new BudgetEngineOptions { OverrunObserved = o => heard = o });
        await ledgered.RestartAsync();
        await ledgered.Engine.DefineAsync(Some.Budget("1usd"), "test", default);
        var hold = await ledgered.Engine.HoldAsync(Some.Cents(90), default);

        var settled = await ledgered.Engine.SettleAsync(Some.Settle(hold.RequestId, Some.Cost(2 * Some.Usd)), default);

        settled.Overrun.ShouldBeTrue();
        heard!.Actual.ShouldBe(2 * Some.Usd);
        (await ledgered.StoredAsync()).ShouldBe(new Balance(90 * Some.Cent, 0, 110 * Some.Cent, 0));
        (await ledgered.Engine.HoldAsync(Some.Cents(1), default)).Verdict.ShouldBe(HoldVerdict.Refused);
    }

    [Fact]
    public async Task R10_Refusal_IsWrittenWithItsFieldsForWhy()
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget("0.05usd", "day"));
        var request = Some.Cents(10, "alice");
        await ledgered.Engine.HoldAsync(request, default);

        var entry = (await ledgered.Store.EntriesAsync(request.RequestId, default)).ShouldHaveSingleItem();

        entry.Kind.ShouldBe(EntryKind.Refuse);
        var data = JsonDocument.Parse(entry.Data).RootElement;
        data.GetProperty("budget").GetString().ShouldBe("b");
        data.GetProperty("requested_hold").GetString().ShouldBe("0.1");
        data.GetProperty("available").GetString().ShouldBe("0.05");
        data.GetProperty("resets_at").GetDateTimeOffset().ShouldBe(new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero));
        data.GetProperty("reason").GetString().ShouldBe("limit");
    }

    [Fact]
    public async Task R28_Thresholds_AreWrittenOnceInTheTransactionThatCrossed()
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget("1usd"));
        await SpendAsync(ledgered, 45);
        await SpendAsync(ledgered, 10);
        await SpendAsync(ledgered, 1);

        var alerts = ledgered.Store.Applied.Where(static b => b.Outbox.Count > 0).ShouldHaveSingleItem();

        alerts.Entries.Select(static e => e.Kind).ShouldBe([EntryKind.Settle, EntryKind.Threshold]);
        JsonDocument.Parse(alerts.Outbox.ShouldHaveSingleItem().Payload).RootElement.GetProperty("threshold").GetInt32().ShouldBe(50);
    }

    [Fact]
    public async Task R28_RestartedEngine_DoesNotAlertAgain_ARaisedLimitRearms()
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget("1usd"));
        await SpendAsync(ledgered, 55);
        await ledgered.RestartAsync();
        await SpendAsync(ledgered, 1);
        Alerts(ledgered).ShouldBe(1);

        await ledgered.Engine.DefineAsync(Some.Budget("10usd"), "test", default);
        await SpendAsync(ledgered, 450);

        Alerts(ledgered).ShouldBe(2);
    }

    [Fact]
    public async Task R30_Audit_RecordsWouldBlockAndAdmits()
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget("0.05usd") with { Mode = BudgetMode.Audit });

        var hold = await ledgered.Engine.HoldAsync(Some.Cents(10), default);
        await ledgered.Engine.SettleAsync(Some.Settle(hold.RequestId, Some.Cost(7 * Some.Cent)), default);

        hold.Verdict.ShouldBe(HoldVerdict.Admitted);
        hold.Enforced.ShouldBeFalse();
        ledgered.Store.Entries.Count(static e => e.Kind == EntryKind.WouldBlock).ShouldBe(1);
        (await ledgered.StoredAsync()).ShouldBe(new Balance(0, 0, 0, 7 * Some.Cent));
    }

    [Theory]
    [InlineData(BudgetMode.Strict, 10, 0)]
    [InlineData(BudgetMode.Guarded, 0, 3)]
    public async Task R31_HoldRunsOut_StrictIsChargedGuardedIsObservedAtTheEstimate(BudgetMode mode, long admittedCents, long observedCents)
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget() with { Mode = mode });
        await ledgered.Engine.HoldAsync(Some.Cents(10) with { AtExpiry = Some.Cost(3 * Some.Cent) }, default);
        _clock.Advance(TimeSpan.FromMinutes(15));

        (await ledgered.Engine.ExpireDueAsync(default)).ShouldBe(1);

        (await ledgered.StoredAsync()).ShouldBe(new Balance(admittedCents * Some.Cent, 0, 0, observedCents * Some.Cent));
        ledgered.Store.Applied[^1].Usage.ShouldHaveSingleItem().Status.ShouldBe(EventStatus.Estimated);
        ledgered.Engine.OpenHolds().ShouldBeEmpty();
    }

    [Fact]
    public async Task R31_LateSettlementAfterExpiry_CorrectsTheChargeAndReplacesTheEvent()
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget());
        var hold = await ledgered.Engine.HoldAsync(Some.Cents(10), default);
        _clock.Advance(TimeSpan.FromHours(1));
        await ledgered.Engine.ExpireDueAsync(default);

        var late = Some.Settle(hold.RequestId, Some.Cost(4 * Some.Cent)) with { Event = Some.Event(hold.RequestId, _clock.GetUtcNow()) };
        (await ledgered.Engine.SettleAsync(late, default)).Verdict.ShouldBe(SettleVerdict.Corrected);

        (await ledgered.StoredAsync()).ShouldBe(new Balance(10 * Some.Cent, 0, -6 * Some.Cent, 0));
        ledgered.Store.Applied[^1].Usage.Select(static u => u.Sign).ShouldBe([-1, 1]);
    }

    [Fact]
    public async Task R33_StoreAway_StrictThrowsAndHoldsNothing()
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget());
        ledgered.Store.Away = true;

        await Should.ThrowAsync<LedgerUnavailableException>(async () => await ledgered.Engine.HoldAsync(Some.Cents(10), default));

        ledgered.Only().Held.ShouldBe(0);
    }

    [Fact]
    public async Task R33_StoreAway_OpenBudgetHoldsInMemoryAndSettlesOnceItIsBack()
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget() with { Mode = BudgetMode.Guarded, OnStoreDown = StoreDownPolicy.Open });
        ledgered.Store.Away = true;
        var hold = await ledgered.Engine.HoldAsync(Some.Cents(10), default);
        hold.Verdict.ShouldBe(HoldVerdict.Admitted);
        ledgered.Only().Held.ShouldBe(10 * Some.Cent);

        ledgered.Store.Away = false;
        await ledgered.Engine.SettleAsync(Some.Settle(hold.RequestId, Some.Cost(4 * Some.Cent)), default);

        (await ledgered.StoredAsync()).ShouldBe(new Balance(4 * Some.Cent, 0, 0, 0));
        ledgered.Only().Held.ShouldBe(0);
    }

    [Fact]
    public async Task R36_SettledTwice_SameIsNoOpOtherIsConflictUnlessAuthorised()
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget());
        var hold = await ledgered.Engine.HoldAsync(Some.Cents(10), default);
        var settle = Some.Settle(hold.RequestId, Some.Cost(4 * Some.Cent));
        await ledgered.Engine.SettleAsync(settle, default);
        await ledgered.RestartAsync();

        (await ledgered.Engine.SettleAsync(settle, default)).Verdict.ShouldBe(SettleVerdict.Repeated);
        var other = settle with { Actual = Some.Cost(6 * Some.Cent) };
        (await ledgered.Engine.SettleAsync(other, default)).Verdict.ShouldBe(SettleVerdict.Conflict);
        (await ledgered.Engine.SettleAsync(other with { MayCorrect = true }, default)).Verdict.ShouldBe(SettleVerdict.Corrected);

        (await ledgered.StoredAsync()).ShouldBe(new Balance(4 * Some.Cent, 0, 2 * Some.Cent, 0));
        ledgered.Only().Settled.ShouldBe(6 * Some.Cent);
    }

    [Fact]
    public async Task R35_SameKeyAcrossARestart_NeverHoldsTwice()
    {
        await using var ledgered = await Ledgered.StartAsync(_clock, Some.Budget());
        var first = await ledgered.Engine.HoldAsync(Keyed("k", 1), default);
        (await ledgered.Engine.HoldAsync(Keyed("k", 1), default)).Verdict.ShouldBe(HoldVerdict.InProgress);
        (await ledgered.Engine.HoldAsync(Keyed("k", 2), default)).Verdict.ShouldBe(HoldVerdict.KeyReused);
        await ledgered.RestartAsync();

        var again = await ledgered.Engine.HoldAsync(Keyed("k", 1), default);
        (again.Verdict, again.RequestId).ShouldBe((HoldVerdict.InProgress, first.RequestId));
        await ledgered.Engine.ReleaseAsync(first.RequestId, 1, "not contacted", null, default);

        (await ledgered.Engine.HoldAsync(Keyed("k", 1), default)).Verdict.ShouldBe(HoldVerdict.AlreadyDone);
        ledgered.Store.Entries.Count(static e => e.Kind == EntryKind.Hold).ShouldBe(1);
    }

    private static HoldRequest Keyed(string key, byte hash) => Some.Cents(10) with { IdempotencyKey = key, IdempotencyHash = new[] { hash } };

    private static int Alerts(Ledgered ledgered) => ledgered.Store.Applied.Sum(static b => b.Outbox.Count);

    private static async Task SpendAsync(Ledgered ledgered, long cents)
    {
        var hold = await ledgered.Engine.HoldAsync(Some.Cents(cents), default);
        hold.Verdict.ShouldBe(HoldVerdict.Admitted);
        await ledgered.Engine.SettleAsync(Some.Settle(hold.RequestId, Some.Cost(cents * Some.Cent)), default);
    }
}
