namespace Purser.Benchmarks.Harness;

/// <summary>One table: jobs that belong together.</summary>
/// <param name="Name">As it is asked for.</param>
/// <param name="Title">As it is printed.</param>
/// <param name="RunAsync">Runs every job and adds it to the report.</param>
internal sealed record Suite(string Name, string Title, Func<SuiteRun, Task> RunAsync);
