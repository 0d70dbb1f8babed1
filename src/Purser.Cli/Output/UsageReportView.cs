using System.Text.Json;
using Purser.Cli.Terminals;
using Spectre.Console;

namespace Purser.Cli.Output;

/// <summary>A usage report (<c>{"rows":[{"key",…}],"totals"}</c>) as a table.</summary>
internal static class UsageReportView
{
    private static readonly Column[] Sums =
    [
        new("calls", "calls", true),
        new("unmetered", "unmetered", true),
        new("input", "input", true),
        new("cached", "cached", true),
        new("output", "output", true),
        new("total", "usage.total", true),
        new("cost USD", "cost_usd", true),
    ];

    public static void WriteTable(Terminal terminal, JsonElement report)
    {
        var rows = report.GetProperty("rows").EnumerateArray().ToArray();
        if (rows.Length == 0)
        {
            terminal.Output.WriteLine("No calls in that range.");
            return;
        }

        var keys = rows[0].GetProperty("key").EnumerateObject().Select(k => k.Name).ToArray();
        var table = JsonView.NewTable([.. keys.Select(k => new Column(k, k)), .. Sums]);
        foreach (var row in rows)
            table.AddRow([.. keys.Select(k => new Text(Cell.Of(row.GetProperty("key").GetProperty(k)))), .. Figures(row)]);
        table.AddEmptyRow();
        table.AddRow([.. keys.Select((_, i) => new Text(i == 0 ? "total" : "")), .. Figures(report.GetProperty("totals"))]);
        terminal.Console.Write(table);
    }

    private static IEnumerable<Text> Figures(JsonElement row)
    {
        var usage = row.GetProperty("usage");
        yield return new(Cell.Of(row.GetProperty("calls")));
        yield return new(Cell.Of(row.GetProperty("unmetered")));
        yield return new(Sum(usage, "input_uncached", "input_audio", "cache_read", "cache_write_5m", "cache_write_1h"));
        yield return new(Sum(usage, "cache_read"));
        yield return new(Sum(usage, "output_text", "output_audio", "output_reasoning"));
        yield return new(Cell.Of(usage.GetProperty("total")));
        yield return new(Cell.Of(row.GetProperty("cost_usd")));
    }

    private static string Sum(JsonElement usage, params string[] leaves) => leaves.Sum(l => usage.GetProperty(l).GetInt64()).ToString("N0");
}
