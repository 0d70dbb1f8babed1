using System.Diagnostics;

namespace Purser.EndToEnd.Harness;

/// <summary>Real processes: started, read to their end, bounded in time.</summary>
internal static class Processes
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Task<ProcessResult> PurserAsync(params string[] arguments) => RunAsync("dotnet", [Repository.Tool, .. arguments], Path.GetTempPath());

    public static Task<ProcessResult> NodeAsync(string script, params string[] arguments) =>
        RunAsync("node", [Path.Combine(Repository.Clients, script), .. arguments], Repository.Clients);

    public static async Task<ProcessResult> RunAsync(string program, IEnumerable<string> arguments, string directory)
    {
        using var process = Process.Start(Info(program, arguments, directory))!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException late)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end.", late);
        }

        return new ProcessResult(process.ExitCode, await output, await error);
    }

    public static ProcessStartInfo Info(string program, IEnumerable<string> arguments, string directory)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["NO_COLOR"] = "1";
        info.Environment["DOTNET_NOLOGO"] = "1";
        return info;
    }
}
