using System.CommandLine;
using Purser.Cli.Commands;
using Purser.Cli.Terminals;
using Purser.Ledger;
using Purser.Server.Api;
using Purser.Server.Configuration;
using Purser.Sqlite;

namespace Purser.Cli;

/// <summary>From arguments to an exit code: parse, run, and turn every failure into one message on stderr.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args, CommandHost host, CancellationToken cancellation)
    {
        var terminal = host.Terminal;
        var parsed = RootCommands.Build(host).Parse(args);
        if (parsed.Errors.Count > 0 && !RootCommands.AsksForHelp(args))
            return WrongUsage(parsed, terminal);

        try
        {
            var invocation = new InvocationConfiguration { Output = terminal.Output, Error = terminal.Error, EnableDefaultExceptionHandler = false };
            return await parsed.InvokeAsync(invocation, cancellation);
        }
        catch (CommandFailedException failure)
        {
            await terminal.Error.WriteLineAsync($"purser: {failure.Message}");
            return failure.ExitCode;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await terminal.Error.WriteLineAsync("purser: cancelled");
            return ExitCode.Failed;
        }
        catch (Exception foreseen) when (foreseen is ConfigurationException or DataDirectoryOwnedException or LedgerUnavailableException or ApiUnreachableException)
        {
            await terminal.Error.WriteLineAsync($"purser: {foreseen.Message}");
            return ExitCode.Failed;
        }
        // The process's edge: whatever a command did not foresee must still end in one line and a failing exit code.
        catch (Exception unexpected)
        {
            await terminal.Error.WriteLineAsync($"purser: {unexpected.GetType().Name}: {unexpected.Message}");
            return ExitCode.Failed;
        }
        finally
        {
            await terminal.Output.FlushAsync(CancellationToken.None);
        }
    }

    private static int WrongUsage(ParseResult parsed, Terminal terminal)
    {
        foreach (var error in parsed.Errors)
            terminal.Error.WriteLine($"purser: {error.Message}");
        terminal.Error.WriteLine($"Try 'purser {CommandPath(parsed)}--help'.");
        return ExitCode.WrongUsage;
    }

    private static string CommandPath(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var result = parsed.CommandResult; result.Parent is System.CommandLine.Parsing.CommandResult parent; result = parent)
            names.Push(result.Command.Name);
        return names.Count == 0 ? "" : string.Join(' ', names) + " ";
    }
}
