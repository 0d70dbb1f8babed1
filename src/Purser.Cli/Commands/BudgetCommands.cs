using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Purser.Cli.Api;
using Purser.Cli.Output;

namespace Purser.Cli.Commands;

/// <summary><c>purser budget</c>: limits and how far they are used.</summary>
internal static class BudgetCommands
{
    private static readonly Argument<string> Name = new("NAME") { Description = "The budget's name" };
    private static readonly Option<string> By = new("--by") { Description = "By how much the limit rises: 5usd, 100000tokens, 100requests", HelpName = "AMOUNT", Required = true };
    private static readonly Option<string?> Until = new("--until") { Description = "Until this instant (default: the window's end)", HelpName = "INSTANT" };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why; kept in the ledger", HelpName = "TEXT", Required = true };

    private static readonly Column[] InstanceColumns =
    [
        new("for", "key"), new("window start", "window_start"), new("resets at", "resets_at"),
        new("settled", "settled", true), new("held", "held", true), new("available", "available", true), new("state", "state"),
    ];

    public static Command Budget(CommandHost host) => new("budget", "Sets limits and shows how far they are used.")
    {
        BudgetSetCommand.Set(host),
        List(host),
        Show(host),
        History(host),
        Remove(host),
        Override(host),
    };

    private static Command List(CommandHost host)
    {
        var command = new Command("list", "Lists every budget.");
        host.Run(command, _ => new("GET", "/budgets"), (_, answer) => BudgetListView.Write(host.Terminal, JsonView.RowsOf(answer)));
        return command;
    }

    private static Command Show(CommandHost host)
    {
        var command = new Command("show", "Shows one budget and its instances.") { Name };
        host.Run(command, parsed => new("GET", Target(parsed)), (_, budget) => ShowInstances(host, budget));
        return command;
    }

    private static void ShowInstances(CommandHost host, JsonElement budget)
    {
        string Text(string name) => Cell.Of(new Column("", name).ValueIn(budget));
        host.Terminal.Output.WriteLine($"{Text("name")}: {Text("limit")} {Text("unit")} per {Text("window")}, {Text("mode")}");
        JsonView.WriteTable(host.Terminal, [.. budget.GetProperty("instances").EnumerateArray()], InstanceColumns, "Nothing has been counted in the current window.");
    }

    private static Command History(CommandHost host)
    {
        var command = new Command("history", "Shows a budget's changes and overrides.") { Name };
        host.Run(command, parsed => new("GET", Target(parsed) + "/history"), host.Details);
        return command;
    }

    private static Command Remove(CommandHost host)
    {
        var command = new Command("remove", "Removes a budget; what it counted stays in the ledger.") { Name };
        host.Run(command, parsed => new("DELETE", Target(parsed)), host.Say(parsed => $"Removed {parsed.GetValue(Name)}."));
        return command;
    }

    private static Command Override(CommandHost host)
    {
        var command = new Command("override", "Raises a limit for a while.\n\nExample:\n  purser budget override daily --by 5usd --until 2026-12-01T00:00:00Z --reason \"release week\"") { Name, By, Until, Reason };
        host.Run(command, parsed => new("POST", Target(parsed) + "/override", OverrideBody(parsed)), host.Say(parsed => $"Raised {parsed.GetValue(Name)} by {parsed.GetValue(By)}."));
        return command;
    }

    private static JsonObject OverrideBody(ParseResult parsed)
    {
        var body = new JsonObject { ["by"] = parsed.GetValue(By), ["reason"] = parsed.GetValue(Reason) };
        if (parsed.GetValue(Until) is { } until)
            body["until"] = until;
        return body;
    }

    private static string Target(ParseResult parsed) => $"/budgets/{ApiClient.Segment(parsed.GetRequiredValue(Name))}";
}
