using System.CommandLine;

namespace Purser.Cli.Commands;

/// <summary>The command tree: <c>purser &lt;noun&gt; &lt;verb&gt;</c>.</summary>
internal static class RootCommands
{
    public static RootCommand Build(CommandHost host)
    {
        var root = new RootCommand("Keeps the accounts of LLM agents: meters, prices, budgets and records every model call.")
        {
            UsageCommands.Usage(host),
            WhyCommand.Why(host),
            BudgetCommands.Budget(host),
            PriceCommands.Price(host),
            KeyCommands.Key(host),
            SessionCommands.Sessions(host),
            DoctorCommand.Doctor(host),
            MeterCommand.Meter(host),
            ConfigCommands.Config(host),
            DbCommands.Db(host),
            ServeCommand.Serve(host),
            DemoCommand.Demo(host),
        };
        foreach (var option in GlobalOptions.All)
            root.Options.Add(option);
        return root;
    }

    /// <summary>Help wins over errors: <c>purser budget set --help</c> lacks required options and still means help.</summary>
    public static bool AsksForHelp(string[] args) => args.Any(a => a is "--help" or "-h" or "-?" or "--version");
}
