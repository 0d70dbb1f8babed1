using System.Diagnostics;
using Purser.Benchmarks.Harness;
using Purser.Benchmarks.Proxying;

namespace Purser.Benchmarks.Startup;

/// <summary>From exec to ready, memory at rest, and how long a short command takes.</summary>
internal static class StartupSuite
{
    public static async Task RunAsync(SuiteRun run)
    {
        var (ready, memory) = (new List<double>(), new List<double>());
        for (var i = 0; i < (run.Quick ? 1 : 5); i++)
        {
            await using var server = await PurserProcess.StartAsync(run.NewFolder("start"));
            ready.Add(server.Ready.TotalMilliseconds);
            await Task.Delay(TimeSpan.FromSeconds(run.Quick ? 0.5 : 5), TimeProvider.System);
            memory.Add(server.ResidentMegabytes());
        }

        run.Jobs.Add(new("start of `purser serve` until /readyz", "ms", false, [LaneResult.Of("purser serve", LaneRole.Ours, ready)], [new("purser serve", 2_000)]));
        run.Jobs.Add(new("resident memory at rest, 5 s after the start", "MB", false, [LaneResult.Of("purser serve", LaneRole.Ours, memory)], [new("purser serve", 150)]));
        await MeasureCommandsAsync(run);
    }

    private static async Task MeasureCommandsAsync(SuiteRun run)
    {
        var data = run.NewFolder("commands");
        List<(string Name, LaneRole Role, string File, string[] Args)> commands =
        [
            ("purser --help", LaneRole.Ours, "dotnet", [Checkout.Program, "--help"]),
            ("purser usage", LaneRole.Ours, "dotnet", [Checkout.Program, "usage", "--data", data]),
            ("dotnet --version", LaneRole.Limit, "dotnet", ["--version"]),
        ];
        if (File.Exists(Checkout.Launcher) && !run.Quick)
            commands.Insert(0, ("./purser --help", LaneRole.Ours, Checkout.Launcher, ["--help"]));
        var times = commands.ConvertAll(_ => new List<double>());
        var failures = new List<string>();
        for (var round = 0; round < (run.Quick ? 1 : 7); round++)
        {
            for (var i = 0; i < commands.Count; i++)
            {
                var started = Stopwatch.GetTimestamp();
                await using var process = ChildProcess.Start(commands[i].File, commands[i].Args);
                var (exitCode, _) = await process.WaitAsync();

                // The first round of the launcher may build.
                if (round > 0 || run.Quick)
                    times[i].Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                if (exitCode != 0)
                    failures.Add($"{commands[i].Name}: {exitCode} {process.Errors}");
            }
        }

        run.Jobs.Add(new("a command, from exec to exit", "ms", false, [.. commands.Select((c, i) => LaneResult.Of(c.Name, c.Role, times[i]))], []));
        run.Check("every command exits 0", failures.Count == 0, string.Join("; ", failures.Distinct()));
    }
}
