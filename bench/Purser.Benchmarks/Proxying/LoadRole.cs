using System.Diagnostics;
using System.Text.Json;
using Purser.Benchmarks.Harness;

namespace Purser.Benchmarks.Proxying;

/// <summary>The load generator: one blocking thread a connection, so that it costs the two cores as little as it can.</summary>
internal static class LoadRole
{
    public static int Run(LoadPlan plan)
    {
        var lines = new LoadLine[plan.Connections];
        var began = Stopwatch.GetTimestamp() + Stopwatch.Frequency / 20;
        for (var i = 0; i < lines.Length; i++)
            lines[i] = new LoadLine(plan, i, began);
        foreach (var line in lines)
            line.Start();
        foreach (var line in lines)
            line.Join();
        Console.WriteLine(JsonSerializer.Serialize(Sum(lines, Stopwatch.GetElapsedTime(began))));
        return 0;
    }

    private static LoadResult Sum(LoadLine[] lines, TimeSpan took)
    {
        var totals = lines.SelectMany(l => l.Totals).Order().ToArray();
        var firsts = lines.SelectMany(l => l.FirstBytes).Order().ToArray();
        return new LoadResult(
            totals.Length, lines.Sum(l => l.Failed), totals.Length / took.TotalSeconds,
            Finite(Samples.Percentile(totals, 50)), Finite(Samples.Percentile(totals, 95)), Finite(Samples.Percentile(totals, 99)), Finite(Samples.Percentile(firsts, 50)),
            lines.Select(l => l.Failure).FirstOrDefault(f => f is not null));
    }

    private static double Finite(double value) => double.IsFinite(value) ? value : 0;
}
