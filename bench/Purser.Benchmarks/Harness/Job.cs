namespace Purser.Benchmarks.Harness;

/// <summary>One job done in several lanes, in interleaved rounds of one run.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Unit">What the figures count.</param>
/// <param name="HigherIsBetter">Rates rather than times.</param>
/// <param name="Lanes">Ours first.</param>
/// <param name="Aims">May be empty: then the figures are only reported.</param>
internal sealed record Job(string Name, string Unit, bool HigherIsBetter, IReadOnlyList<LaneResult> Lanes, IReadOnlyList<Aim> Aims)
{
    public double Median(string lane) => Lanes.FirstOrDefault(l => l.Name == lane)?.Median ?? double.NaN;
}
