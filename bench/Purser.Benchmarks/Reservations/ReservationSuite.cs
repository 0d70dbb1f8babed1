using Purser.Benchmarks.Harness;
using Purser.Budgets;

namespace Purser.Benchmarks.Reservations;

/// <summary>Reserve and settle in memory: one pair is one operation.</summary>
internal static class ReservationSuite
{
    private static readonly string[] Selectors = ["user", "team", "model"];

    private const long Endless = long.MaxValue / 4;

    public static async Task RunAsync(SuiteRun run)
    {
        foreach (var budgets in new[] { 1, 3 })
            foreach (var threads in new[] { 1, 2, 8 })
                Measure(run, budgets, threads);
        await CheckExactAsync(run, run.Quick ? 2_000 : 50_000);
        run.Notes.Add("The peer keeps counters and open reservations only; the engine also keeps windows, modes, thresholds, expiry, idempotent repeats and the reason of a refusal.");
    }

    private static void Measure(SuiteRun run, int budgets, int threads)
    {
        var attributes = SampleCalls.Attributes;
        var engine = BudgetEngine.InMemory(new BudgetEngineOptions { Configured = SampleCalls.Budgets(budgets, Endless) }, TimeProvider.System);
        var locked = new LockedBudgets([.. Selectors.Take(budgets)], attributes, Endless);
        var cas = new CasBudgets(budgets, Endless);
        var next = 0L;
        RaceLane[] lanes =
        [
            new("BudgetEngine", LaneRole.Ours, Crewed(first => i =>
            {
                var id = SampleCalls.Id(first + i);
                Now(engine.HoldAsync(SampleCalls.Request(id), CancellationToken.None));
                Now(engine.SettleAsync(new SettleRequest { RequestId = id, Actual = SampleCalls.Settled }, CancellationToken.None));
            })),
            new("lock + dictionary", LaneRole.Peer, Crewed(first => i =>
            {
                var id = SampleCalls.Id(first + i);
                if (locked.Reserve(id, attributes, SampleCalls.Hold))
                    locked.Settle(id, attributes, SampleCalls.Actual);
            })),
            new("CAS", LaneRole.Limit, Crewed(_ => _ =>
            {
                if (cas.Reserve(SampleCalls.Hold))
                    cas.Settle(SampleCalls.Hold, SampleCalls.Actual);
            })),
        ];
        Aim[] aims = budgets == 3 ? [new("BudgetEngine", 2, "lock + dictionary")] : [];
        run.Jobs.Add(new($"reserve+settle, {budgets} matched, {threads} threads", "ns", false, Race.Run(lanes, run.Quick ? 2 : 11), aims));

        Func<int, long> Crewed(Func<long, Action<long>> operation) => times =>
        {
            var first = next;
            next += times;
            Crew.Run(threads, times, operation(first));
            return times;
        };
    }

    /// <summary>Eight threads ask for more than there is: exactly what fits is admitted, and nothing is refused while room is left.</summary>
    private static async Task CheckExactAsync(SuiteRun run, int fitting)
    {
        var engine = BudgetEngine.InMemory(
            new BudgetEngineOptions { Configured = SampleCalls.Budgets(3, fitting * SampleCalls.Hold) }, TimeProvider.System);
        var (admitted, refused) = (0, 0);
        Crew.Run(8, fitting * 2, i =>
        {
            var held = Now(engine.HoldAsync(SampleCalls.Request(SampleCalls.Id(i)), CancellationToken.None));
            if (held.Verdict == HoldVerdict.Admitted)
                Interlocked.Increment(ref admitted);
            else
                Interlocked.Increment(ref refused);
        });
        run.Check("8 threads on full budgets: exactly what fits is admitted", admitted == fitting && refused == fitting, $"{admitted:N0} of {fitting * 2:N0} admitted, {fitting:N0} fit");
        for (var i = 0; i < fitting * 2; i++)
            await engine.SettleAsync(new SettleRequest { RequestId = SampleCalls.Id(i), Actual = SampleCalls.Settled }, CancellationToken.None);
        var views = engine.List().SelectMany(b => engine.Show(b.Name)!.Instances).ToArray();
        run.Check(
            "after settling, each budget shows the exact sum and holds nothing",
            views.Length == 3 && views.All(v => v is { Held: 0 } && v.Settled == fitting * SampleCalls.Actual),
            $"{fitting * SampleCalls.Actual:N0} nano-USD each");
    }

    // In memory nothing waits; an incomplete task here would be a lane that measures something else.
    private static T Now<T>(ValueTask<T> task)
    {
        if (!task.IsCompletedSuccessfully)
            throw new InvalidOperationException("A call in memory did not complete at once.");
#pragma warning disable VSTHRD002 // it is complete
        return task.Result;
#pragma warning restore VSTHRD002
    }
}
