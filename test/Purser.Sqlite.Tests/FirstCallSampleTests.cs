using System.Diagnostics;

namespace Purser.Sqlite.Tests;

public sealed class FirstCallSampleTests
{
    [Fact]
    public async Task The_sample_runs_twice_on_one_directory_and_reports_both_calls()
    {
        var stop = TestContext.Current.CancellationToken;
        var directory = Directory.CreateTempSubdirectory("purser-sample").FullName;
        (await RunAsync(directory, stop)).ShouldContain("\"calls\":1");
        (await RunAsync(directory, stop)).ShouldContain("\"calls\":2");
        Directory.Delete(directory, recursive: true);
    }

    private static async Task<string> RunAsync(string directory, CancellationToken stop)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "FirstCall.dll"), directory]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(stop);
        var output = await process.StandardOutput.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        process.ExitCode.ShouldBe(0, await error);
        return output;
    }
}
