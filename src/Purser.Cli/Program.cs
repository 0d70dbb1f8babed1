using Purser.Cli;
using Purser.Cli.Api;
using Purser.Cli.Commands;
using Purser.Cli.Terminals;

using var cancel = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // The first Ctrl+C ends the command in order; the second ends the process.
    pressed.Cancel = !cancel.IsCancellationRequested;
    cancel.Cancel();
};

using var terminal = Terminal.OfProcess();
return await CommandLine.RunAsync(args, new CommandHost(terminal, Connector.ConnectAsync), cancel.Token);
