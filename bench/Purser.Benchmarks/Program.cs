using System.Reflection;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;

// --dry runs every benchmark once, in process: it proves that they run, not how fast they are.
var dry = args.Contains("--dry");
var config = dry
    ? ManualConfig.Create(DefaultConfig.Instance).AddJob(Job.Dry).WithOptions(ConfigOptions.DisableLogFile)
    : DefaultConfig.Instance;
string[] forwarded = dry ? ["--filter", "*"] : args;
var summaries = BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(forwarded, config);
return summaries.Any(s => s.HasCriticalValidationErrors || s.Reports.Any(r => !r.Success)) ? 1 : 0;
