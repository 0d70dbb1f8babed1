using Purser.Benchmarks.Harness;

namespace Purser.Benchmarks.Durable;

/// <summary>One round of one lane.</summary>
/// <param name="Pairs">Reservations held and settled.</param>
/// <param name="PerSecond">Pairs a second.</param>
/// <param name="HoldP50">Milliseconds until a hold was acknowledged.</param>
/// <param name="HoldP99">The same, 99th percentile.</param>
/// <param name="SettleP99">Milliseconds until a settlement was acknowledged, 99th percentile.</param>
internal sealed record DurableRound(long Pairs, double PerSecond, double HoldP50, double HoldP99, double SettleP99)
{
    public static DurableRound Of(IReadOnlyList<PairLatencies> workers, TimeSpan took)
    {
        var holds = workers.SelectMany(w => w.Holds).Order().ToArray();
        var settlements = workers.SelectMany(w => w.Settlements).Order().ToArray();
        return new DurableRound(
            holds.Length, holds.Length / took.TotalSeconds, Samples.Percentile(holds, 50), Samples.Percentile(holds, 99), Samples.Percentile(settlements, 99));
    }
}
