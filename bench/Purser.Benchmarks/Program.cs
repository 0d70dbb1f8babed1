using Purser.Benchmarks;
using Purser.Benchmarks.Harness;
using Purser.Benchmarks.Proxying;

// A suite that needs other processes starts this program again in a role: upstream, proxy or load.
if (args is ["--role", var role, ..])
    return await Roles.RunAsync(role, args[2..]);

var options = BenchmarkOptions.Parse(args);
if (options.List)
{
    foreach (var suite in Suites.All)
        Console.WriteLine(suite.Name);
    return 0;
}

return await SuiteRunner.RunAsync(options, Console.Out);
