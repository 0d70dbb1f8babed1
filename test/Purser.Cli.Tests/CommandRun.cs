using System.Text;
using Purser.Cli.Terminals;

namespace Purser.Cli.Tests;

/// <summary>One run of the command line in process, with what it wrote.</summary>
internal sealed class CommandRun : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    private CommandRun()
    {
    }

    public int ExitCode { get; private set; }

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    public static Task<CommandRun> OfAsync(params string[] args) => WithInputAsync([], args);

    public static async Task<CommandRun> WithInputAsync(byte[] input, params string[] args)
    {
        var run = new CommandRun();
        using var terminal = new Terminal(new MemoryStream(input), run._output, run._error, clock: new Testing.FakeClock());
        run.ExitCode = await CommandLine.RunAsync(args, terminal, TestContext.Current.CancellationToken);
        return run;
    }

    public static Task<CommandRun> WithInputAsync(string input, params string[] args) =>
        WithInputAsync(Encoding.UTF8.GetBytes(input), args);

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }
}
