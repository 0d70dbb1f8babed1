using System.Text;
using Purser.Cli.Commands;
using Purser.Cli.Terminals;
using Purser.Cli.Tests.Api;

namespace Purser.Cli.Tests;

/// <summary>One run of the command line in process, with what it wrote.</summary>
internal sealed class CommandRun : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    private CommandRun()
    {
    }

    public int Status { get; private set; }

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    public static Task<CommandRun> OfAsync(params string[] args) => OfAsync(new FakeApi(500, ""), [], args);

    public static Task<CommandRun> OfAsync(FakeApi api, params string[] args) => OfAsync(api, [], args);

    public static Task<CommandRun> WithInputAsync(string input, params string[] args) =>
        OfAsync(new FakeApi(500, ""), Encoding.UTF8.GetBytes(input), args);

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    private static async Task<CommandRun> OfAsync(FakeApi api, byte[] input, string[] args)
    {
        var run = new CommandRun();
        using var terminal = new Terminal(new MemoryStream(input), run._output, run._error, clock: new Testing.FakeClock());
        run.Status = await CommandLine.RunAsync(args, new CommandHost(terminal, api.ConnectAsync), TestContext.Current.CancellationToken);
        return run;
    }
}
