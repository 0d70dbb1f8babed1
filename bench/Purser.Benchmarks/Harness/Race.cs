using System.Diagnostics;

namespace Purser.Benchmarks.Harness;

/// <summary>Runs lanes in turn, round after round (A B C, B C A, …), so that the machine's moods reach all of them alike.</summary>
internal sealed class Race
{
    private static readonly TimeSpan Heat = TimeSpan.FromMilliseconds(20);

    private readonly IReadOnlyList<RaceLane> _lanes;
    private readonly int[] _operations;
    private readonly List<double>[] _nanoseconds;
    private readonly double[] _bytes;
    private long _sum;

    private Race(IReadOnlyList<RaceLane> lanes)
    {
        _lanes = lanes;
        _operations = new int[lanes.Count];
        _bytes = new double[lanes.Count];
        _nanoseconds = [.. lanes.Select(_ => new List<double>())];
    }

    /// <summary>Nanoseconds and managed bytes of one operation in each lane.</summary>
    public static IReadOnlyList<LaneResult> Run(IReadOnlyList<RaceLane> lanes, int rounds)
    {
        var race = new Race(lanes);
        for (var i = 0; i < lanes.Count; i++)
            race.WarmUp(i);
        for (var round = 0; round < rounds; round++)
            for (var i = 0; i < lanes.Count; i++)
                race.RunHeat((round + i) % lanes.Count);
        GC.KeepAlive(race._sum);
        return [.. lanes.Select((lane, i) => LaneResult.Of(lane.Name, lane.Role, race._nanoseconds[i], race._bytes[i]))];
    }

    // Past tier-0 and its on-stack replacements: it takes thirty calls of a method, then time for the compiler's thread.
    private void WarmUp(int lane)
    {
        for (var i = 0; i < 64; i++)
            _sum += _lanes[lane].Run(16);
        var operations = 32;
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var heat = Stopwatch.GetTimestamp();
            _sum += _lanes[lane].Run(operations);
            var took = Stopwatch.GetElapsedTime(heat);
            var wanted = took > TimeSpan.Zero ? operations * (Heat / took) : operations * 2;
            operations = (int)Math.Clamp(wanted, 1, Math.Min(50_000_000, operations * 4L));
            if (took >= Heat / 2 && Stopwatch.GetElapsedTime(started) >= Heat * 15)
                break;
        }

        _operations[lane] = operations;
    }

    private void RunHeat(int lane)
    {
        var operations = _operations[lane];
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var started = Stopwatch.GetTimestamp();
        _sum += _lanes[lane].Run(operations);
        var took = Stopwatch.GetElapsedTime(started);
        _bytes[lane] = (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / operations;
        _nanoseconds[lane].Add(took.TotalNanoseconds / operations);
    }
}
