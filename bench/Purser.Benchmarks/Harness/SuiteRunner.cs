namespace Purser.Benchmarks.Harness;

internal static class SuiteRunner
{
    /// <summary>Runs what was asked for. 0: every promise was kept; 1: one was broken; 2: no such suite. A missed aim is printed and no failure: the machine may be busy.</summary>
    public static async Task<int> RunAsync(BenchmarkOptions options, TextWriter output)
    {
        if (options.Suites.FirstOrDefault(name => Suites.Find(name) is null) is { } unknown)
        {
            await output.WriteLineAsync($"There is no suite '{unknown}'; there are {string.Join(", ", Suites.All.Select(s => s.Name))}.\n\n{BenchmarkOptions.Usage}");
            return 2;
        }

        var runs = new List<SuiteRun>();
        try
        {
            foreach (var suite in options.Suites.Count == 0 ? Suites.All : options.Suites.Select(name => Suites.Find(name)!))
            {
                var run = new SuiteRun(suite, options.Quick);
                runs.Add(run);
                await suite.RunAsync(run);
                TextReport.Write(run, output);
            }

            if (options.JsonFile is { } file)
                JsonReport.Write(runs, file);
        }
        finally
        {
            runs.ForEach(run => run.Dispose());
        }

        return runs.All(run => run.Checks.All(check => check.Kept)) ? 0 : 1;
    }
}
