using Purser.Benchmarks.Harness;

namespace Purser.Benchmarks.Proxying;

/// <summary>One way from client to upstream, and what was seen on it.</summary>
internal sealed class ProxyLane(string name, LaneRole role, int port, string path, string headers = "")
{
    public string Name => name;

    public LaneRole Role => role;

    /// <summary>Closed loop, plain answers.</summary>
    public List<LoadResult> Throughput { get; } = [];

    /// <summary>Open loop, plain answers.</summary>
    public List<LoadResult> Latency { get; } = [];

    /// <summary>Open loop, streams.</summary>
    public List<LoadResult> Streams { get; } = [];

    public IEnumerable<LoadResult> All => Throughput.Concat(Latency).Concat(Streams);

    public long Answered { get; private set; }

    public long Failed { get; private set; }

    /// <summary>Runs a load over this way; a null list only warms up. Every request counts in the checks.</summary>
    public async Task RunAsync(List<LoadResult>? into, int connections, double seconds, double perSecond, bool stream)
    {
        var result = await LoadResult.OfAsync(new LoadPlan(port, path, connections, seconds, perSecond, stream, headers));
        Answered += result.Answered;
        Failed += result.Failed;
        Failure ??= result.Failure;
        into?.Add(result);
    }

    /// <summary>Why the first failure failed; null when none did.</summary>
    public string? Failure { get; private set; }

    public LaneResult Result(List<LoadResult> rounds, Func<LoadResult, double> figure) => LaneResult.Of(name, role, rounds.Select(figure));
}
