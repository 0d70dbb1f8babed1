using System.Globalization;
using System.Text.Json;
using Purser.Cli.Terminals;
using Spectre.Console;

namespace Purser.Cli.Output;

/// <summary>Budgets with how far their fullest instance is used.</summary>
internal static class BudgetListView
{
    private static readonly Column[] Columns =
    [
        new("name", "name"), new("limit", "limit", true), new("unit", "unit"), new("window", "window"), new("mode", "mode"),
        new("instances", "", true), new("used", "", true), new("state", "state"), new("fullest", "key"),
    ];

    public static void Write(Terminal terminal, IReadOnlyList<JsonElement> budgets)
    {
        if (budgets.Count == 0)
        {
            terminal.Output.WriteLine("No budgets. Set one: purser budget set daily --limit 5usd --window day");
            return;
        }

        var table = JsonView.NewTable(Columns);
        foreach (var budget in budgets)
            table.AddRow([.. Cells(budget).Select(c => new Text(c))]);
        terminal.Console.Write(table);
    }

    private static IEnumerable<string> Cells(JsonElement budget)
    {
        foreach (var column in Columns.Take(5))
            yield return Cell.Of(column.ValueIn(budget));
        var instances = budget.GetProperty("instances").EnumerateArray().ToArray();
        var limit = Number(budget.GetProperty("limit"));
        yield return instances.Length.ToString("N0", CultureInfo.InvariantCulture);
        if (instances.Length == 0)
        {
            yield return "0 %";
            yield return "ok";
            yield return Cell.Absent;
            yield break;
        }

        var fullest = instances.MaxBy(Used);
        yield return limit > 0 ? $"{Math.Floor(Used(fullest) * 100 / limit).ToString("N0", CultureInfo.InvariantCulture)} %" : Cell.Absent;
        yield return Cell.Of(fullest.GetProperty("state"));
        var key = Cell.Of(fullest.GetProperty("key"));
        yield return key.Length == 0 ? Cell.Absent : key;
    }

    private static decimal Used(JsonElement instance) => Number(instance.GetProperty("settled")) + Number(instance.GetProperty("held"));

    private static decimal Number(JsonElement amount) =>
        amount.ValueKind == JsonValueKind.String ? decimal.Parse(amount.GetString()!, NumberStyles.Number, CultureInfo.InvariantCulture) : amount.GetDecimal();
}
