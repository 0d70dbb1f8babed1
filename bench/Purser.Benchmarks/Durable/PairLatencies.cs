using System.Diagnostics;

namespace Purser.Benchmarks.Durable;

/// <summary>One worker's latencies, in milliseconds.</summary>
internal sealed class PairLatencies
{
    public List<double> Holds { get; } = [];

    public List<double> Settlements { get; } = [];

    public void Add(long began, long held, long settled)
    {
        Holds.Add(Stopwatch.GetElapsedTime(began, held).TotalMilliseconds);
        Settlements.Add(Stopwatch.GetElapsedTime(held, settled).TotalMilliseconds);
    }
}
