using System.Text.Json;

namespace Purser.Benchmarks.Proxying;

/// <summary>What a load process saw. Latencies in microseconds, counted from the instant at which the request was due.</summary>
internal sealed record LoadResult(long Answered, long Failed, double PerSecond, double P50, double P95, double P99, double FirstByteP50, string? Failure)
{
    /// <summary>Runs a plan in a process of its own.</summary>
    public static async Task<LoadResult> OfAsync(LoadPlan plan)
    {
        await using var load = ChildProcess.StartRole("load", plan.Args);
        var (exitCode, output) = await load.WaitAsync();
        return exitCode == 0 ? JsonSerializer.Deserialize<LoadResult>(output)! : throw new InvalidOperationException("The load process failed. " + load.Errors);
    }
}
