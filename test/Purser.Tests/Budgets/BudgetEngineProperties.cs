using FsCheck;
using FsCheck.Fluent;
using Purser.Budgets;
using Purser.Ledger;
using Purser.Testing;

namespace Purser.Tests.Budgets;

public sealed class BudgetEngineProperties
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    [Fact]
    public void Promise_AnyInterleavingWithCrashesFailedCommitsAndClockSteps_EqualsTheModel()
    {
        var steps = Gen.Choose(0, int.MaxValue - 1).ArrayOf(40);
        Prop.ForAll(Arb.From(steps, ArbMap.Default.ArbFor<int[]>().Shrinker), RunAsync).Check(Config.QuickThrowOnFailure.WithMaxTest(100));
    }

    private static async Task RunAsync(int[] steps)
    {
        var run = new Run();
        await using var ledgered = run.Ledgered;
        await ledgered.RestartAsync();
        foreach (var budget in BudgetModel.Budgets)
            await ledgered.Engine.DefineAsync(budget, "test", default);
        run.Model.See(run.Clock.GetUtcNow());
        run.Compare();
        foreach (var step in steps)
        {
            await run.StepAsync((step & int.MaxValue) % 16, (step & int.MaxValue) / 16);
            run.Model.See(run.Clock.GetUtcNow());
            run.Compare();
        }

        foreach (var budget in BudgetModel.Budgets)
            (await ledgered.StoredAsync(budget.Name)).ShouldBe(run.Model.Ever(budget.Name));
        (await ledgered.Store.VerifyAsync(default)).ShouldBeEmpty();
    }

    private sealed class Run
    {
        public Run() => Ledgered = new Ledgered(Clock);

        public FakeClock Clock { get; } = new();

        public BudgetModel Model { get; } = new();

        public Ledgered Ledgered { get; }

        private TimeSpan Mono => Clock.GetElapsedTime(0);

        public Task StepAsync(int kind, int with) => kind switch
        {
            0 or 1 or 2 or 3 => HoldAsync(User(with), 1 + (with / 3 % 60)),
            4 or 5 => SettleAsync(with),
            6 => ReleaseAsync(with),
            7 => ObserveAsync(User(with), with / 3 % 20),
            8 => Advance(TimeSpan.FromMinutes(with % 50)),
            9 => Step(TimeSpan.FromMinutes((with % 181) - 90)),
            10 => CrashAsync(),
            11 => HoldWhileAwayAsync(User(with), 1 + (with / 3 % 60)),
            12 => SettleWhileAwayAsync(with),
            13 => LimitAsync(BudgetModel.Budgets[with % 3], 50 + (with / 3 % 400)),
            14 => ExpireAsync(),
            _ => DieInCommitAsync(User(with), 1 + (with / 3 % 60)),
        };

        public void Compare()
        {
            Equal("total", "", Ledgered.Only("total"));
            Equal("hourly", "", Ledgered.Only("hourly"));
            foreach (var instance in Ledgered.Engine.Show("user")!.Instances)
                Equal("user", instance.Key["user"], instance);
            Ledgered.Engine.OpenHolds().Select(static h => h.RequestId).Order().ShouldBe(Model.Open.Keys.Order());
        }

        private static string User(int with) => $"u{with % 3}";

        private static HoldRequest Request(string user, long amount) => Some.Hold(Some.Tokens(amount), new CallAttributes { User = user });

        private void Equal(string budget, string value, BudgetInstanceView seen)
        {
            var expected = Model.Now(budget, value);
            (seen.Settled, seen.Held).ShouldBe((expected.Used - expected.Held, expected.Held), $"{budget}/{value}");
        }

        private async Task HoldAsync(string user, long amount)
        {
            var fits = Model.Fits(user, amount);
            var hold = await Ledgered.Engine.HoldAsync(Request(user, amount), default);
            hold.Verdict.ShouldBe(fits ? HoldVerdict.Admitted : HoldVerdict.Refused);
            if (fits)
                Model.Hold(hold.RequestId, user, amount, Mono + Life, hold.ExpiresAt!.Value);
        }

        private async Task SettleAsync(int with)
        {
            if (Pick(with) is not { } id)
                return;
            var actual = with % (Model.Open[id].Amount + 5);
            (await Ledgered.Engine.SettleAsync(Some.Settle(id, Some.Tokens(actual)), default)).Verdict.ShouldBe(SettleVerdict.Settled);
            Model.Settle(id, actual);
        }

        private async Task ReleaseAsync(int with)
        {
            if (Pick(with) is not { } id)
                return;
            await Ledgered.Engine.ReleaseAsync(id, 1, "not contacted", null, default);
            Model.Release(id);
        }

        private async Task ObserveAsync(string user, long amount)
        {
            var seen = Some.Event(Guid.NewGuid(), Clock.GetUtcNow(), new CallAttributes { User = user });
            if (Ledgered.Only("hourly").WindowStart > seen.AdmittedAt)
                return; // a past window, which no live counter shows
            await Ledgered.Engine.ObserveAsync(seen, Some.Tokens(amount), default);
            Model.Observe(user, amount);
        }

        private Task Advance(TimeSpan by)
        {
            Clock.Advance(by);
            return Task.CompletedTask;
        }

        private Task Step(TimeSpan by)
        {
            Clock.StepWall(by);
            return Task.CompletedTask;
        }

        private async Task CrashAsync()
        {
            await Ledgered.RestartAsync();
            Model.Crash();
            foreach (var (id, hold) in Model.Open.ToList())
            {
                var left = hold.Expires - Clock.GetUtcNow();
                Model.Open[id] = hold with { Due = Mono + (left > TimeSpan.Zero ? left : TimeSpan.Zero) };
            }
        }

        private async Task HoldWhileAwayAsync(string user, long amount)
        {
            Ledgered.Store.Away = true;
            if (Model.Fits(user, amount))
                await Should.ThrowAsync<LedgerUnavailableException>(async () => await Ledgered.Engine.HoldAsync(Request(user, amount), default));
            Ledgered.Store.Away = false;
        }

        private async Task SettleWhileAwayAsync(int with)
        {
            if (Pick(with) is not { } id)
                return;
            Ledgered.Store.Away = true;
            await Should.ThrowAsync<LedgerUnavailableException>(async () => await Ledgered.Engine.SettleAsync(Some.Settle(id, Some.Tokens(0)), default));
            Ledgered.Store.Away = false;
        }

        private async Task LimitAsync(BudgetDefinition budget, long limit)
        {
            await Ledgered.Engine.DefineAsync(budget with { Limit = new BudgetLimit(BudgetUnit.TokensTotal, limit) }, "test", default);
            Model.SetLimit(budget.Name, limit);
        }

        private async Task ExpireAsync()
        {
            var due = Model.Open.Where(h => h.Value.Due <= Mono).Select(static h => h.Key).ToList();
            (await Ledgered.Engine.ExpireDueAsync(default)).ShouldBe(due.Count);
            foreach (var id in due)
                Model.Settle(id, Model.Open[id].Amount);
        }

        /// <summary>The hold is in the ledger, but the process died before it heard so.</summary>
        private async Task DieInCommitAsync(string user, long amount)
        {
            if (!Model.Fits(user, amount))
                return;
            var request = Request(user, amount);
            Ledgered.Store.DieAfterNext = true;
            var lost = Ledgered.Engine.HoldAsync(request, default);
            await Ledgered.Store.DiedAsync();
            lost.IsCompleted.ShouldBeFalse();
            Model.Hold(request.RequestId, user, amount, Mono + Life, Clock.GetUtcNow() + Life);
            await CrashAsync();
        }

        private Guid? Pick(int with) => Model.Open.Count == 0 ? null : Model.Open.Keys.Order().ElementAt(with % Model.Open.Count);
    }
}
