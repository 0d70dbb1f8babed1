using System.CommandLine;
using Purser.Cli.Terminals;

namespace Purser.Cli.Commands;

/// <summary>The command tree: <c>purser &lt;noun&gt; &lt;verb&gt;</c>.</summary>
internal static class RootCommands
{
    public static RootCommand Build(Terminal terminal)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        return new RootCommand("Keeps the accounts of LLM agents: meters, prices, budgets and records every model call.");
    }

    /// <summary>Help wins over errors: <c>purser budget set --help</c> lacks required options and still means help.</summary>
    public static bool AsksForHelp(string[] args) => args.Any(a => a is "--help" or "-h" or "-?" or "--version");
}
