namespace Purser.Benchmarks.Harness;

/// <summary>One contender of a race.</summary>
/// <param name="Name">Unique within the race.</param>
/// <param name="Role">What it stands for.</param>
/// <param name="Run">Does the job so many times; the sum it returns keeps the work from being optimised away.</param>
internal sealed record RaceLane(string Name, LaneRole Role, Func<int, long> Run);
