namespace Purser.Benchmarks.Harness;

/// <summary>A promise that a figure depends on, such as "the ledger holds every request sent".</summary>
/// <param name="Promise">What was promised.</param>
/// <param name="Kept">Whether it was kept.</param>
/// <param name="Detail">The figures that were compared.</param>
internal sealed record Check(string Promise, bool Kept, string Detail);
