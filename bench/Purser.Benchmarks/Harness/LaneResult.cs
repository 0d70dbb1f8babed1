namespace Purser.Benchmarks.Harness;

/// <summary>The figures of one lane of a job.</summary>
/// <param name="Name">Unique within the job.</param>
/// <param name="Role">What it stands for.</param>
/// <param name="Median">In the job's unit.</param>
/// <param name="Low">The tenth percentile over the rounds.</param>
/// <param name="High">The ninetieth.</param>
/// <param name="BytesPerOperation">Managed bytes allocated for one operation; null where it was not measured.</param>
internal sealed record LaneResult(string Name, LaneRole Role, double Median, double Low, double High, double? BytesPerOperation = null)
{
    public static LaneResult Of(string name, LaneRole role, IEnumerable<double> rounds, double? bytes = null)
    {
        var sorted = rounds.Order().ToArray();
        return new LaneResult(name, role, Samples.Percentile(sorted, 50), Samples.Percentile(sorted, 10), Samples.Percentile(sorted, 90), bytes);
    }
}
