namespace Purser.Benchmarks.Harness;

/// <summary>What a lane aims for: a factor of another lane, or a figure in the job's unit.</summary>
/// <param name="Lane">Whose aim it is.</param>
/// <param name="Bound">The factor, or the figure when there is no other lane.</param>
/// <param name="Against">The other lane; null: the figure itself is the aim.</param>
internal sealed record Aim(string Lane, double Bound, string? Against = null)
{
    /// <summary>What was reached, in the terms of <see cref="Bound"/>; not a number, and not met, while a lane is missing or a difference drowned in noise.</summary>
    public double Reached(Job job) => Against is null ? job.Median(Lane) : job.Median(Against) is > 0 and var other ? job.Median(Lane) / other : double.NaN;

    public bool IsMet(Job job) => job.HigherIsBetter ? Reached(job) >= Bound : Reached(job) <= Bound;

    public string Text(Job job)
    {
        var sense = job.HigherIsBetter ? "≥" : "≤";
        return Against is null ? $"{Lane} {sense} {Figure.Text(Bound)} {job.Unit}" : $"{Lane} {sense} {Figure.Text(Bound)} × {Against}";
    }
}
