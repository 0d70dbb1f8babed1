using Purser.Benchmarks.Harness;
using Purser.Benchmarks.Reservations;
using Purser.Ledger;

namespace Purser.Benchmarks.Durable;

/// <summary>Reserve and settle on one hot budget, every hold and every settlement acknowledged by the store.</summary>
internal static class DurableSuite
{
    private const int Callers = 128;
    private const int PeerThreads = 8;

    public static async Task RunAsync(SuiteRun run)
    {
        await using var process = await DurableLedger.OpenAsync(run.NewFolder("process"), Durability.Process);
        await using var power = await DurableLedger.OpenAsync(run.NewFolder("power"), Durability.Power);
        using var normal = new RowLockBudget(run.NewFolder("normal"), "NORMAL");
        using var full = new RowLockBudget(run.NewFolder("full"), "FULL");
        var (time, rounds) = (TimeSpan.FromMilliseconds(run.Quick ? 300 : 1_500), run.Quick ? 2 : 6);
        (string Name, LaneRole Role, Func<int, Task<DurableRound>> Run, List<DurableRound> Rounds)[] lanes =
        [
            ("Purser, process", LaneRole.Ours, _ => process.RunAsync(Callers, time), []),
            ("Purser, power", LaneRole.Ours, _ => power.RunAsync(Callers, time), []),
            ("SQLite row, NORMAL", LaneRole.Peer, round => normal.RunAsync(PeerThreads, time, round), []),
            ("SQLite row, FULL", LaneRole.Peer, round => full.RunAsync(PeerThreads, time, round), []),
        ];
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var lane in lanes)
                lane.Rounds.Add(await lane.Run(round));
        }

        // The first round warms up; its pairs count in the checks below.
        Add("reserve+settle, durable, one hot budget", "pairs/s", true, r => r.PerSecond, new Aim("Purser, process", 20_000));
        Add("hold acknowledged, p50", "ms", false, r => r.HoldP50);
        Add("hold acknowledged, p99", "ms", false, r => r.HoldP99, new Aim("Purser, process", 5));
        Add("settlement acknowledged, p99", "ms", false, r => r.SettleP99, new Aim("Purser, process", 5));
        await CheckAsync(run, "process", process, lanes[0].Rounds);
        await CheckAsync(run, "power", power, lanes[1].Rounds);
        foreach (var (budget, lane) in new[] { (normal, lanes[2]), (full, lanes[3]) })
            run.Check($"{lane.Name}: holds nothing and admitted every pair", budget.Balance() == (0, lane.Rounds.Sum(r => r.Pairs) * SampleCalls.Actual));
        run.Notes.Add($"{Callers} concurrent callers in ours, {PeerThreads} threads in the peers. A settlement of ours also writes a usage event and its roll-ups; the peers write the balance and the reservation only.");

        void Add(string name, string unit, bool higher, Func<DurableRound, double> figure, params Aim[] aims) => run.Jobs.Add(
            new(name, unit, higher, [.. lanes.Select(l => LaneResult.Of(l.Name, l.Role, l.Rounds.Skip(1).Select(figure)))], aims));
    }

    private static async Task CheckAsync(SuiteRun run, string name, DurableLedger ledger, List<DurableRound> rounds)
    {
        var pairs = rounds.Sum(r => r.Pairs);
        var (balance, calls, charged) = await ledger.TotalsAsync();
        run.Check(
            $"{name}: the ledger holds every pair, to the nano-dollar",
            balance == new Balance(pairs * SampleCalls.Actual, 0, 0, 0) && calls == pairs && charged == pairs * SampleCalls.Actual,
            $"{pairs:N0} pairs, {calls:N0} events, admitted {balance.Admitted:N0}, held {balance.Held:N0}");
    }
}
