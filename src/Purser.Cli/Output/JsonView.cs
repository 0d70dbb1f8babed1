using System.Text.Encodings.Web;
using System.Text.Json;
using Purser.Cli.Terminals;
using Spectre.Console;

namespace Purser.Cli.Output;

/// <summary>Shows an API answer: as it is for machines, as tables for people.</summary>
internal static class JsonView
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One line of JSON, every row included.</summary>
    public static void WriteJson(Terminal terminal, JsonElement answer) =>
        terminal.Output.WriteLine(answer.ValueKind == JsonValueKind.Undefined ? "{}" : JsonSerializer.Serialize(answer, Plain));

    /// <summary>The rows of a list answer: the array itself, or the only array that an object holds.</summary>
    public static IReadOnlyList<JsonElement> RowsOf(JsonElement answer) => answer.ValueKind switch
    {
        JsonValueKind.Array => [.. answer.EnumerateArray()],
        JsonValueKind.Object => answer.EnumerateObject().FirstOrDefault(p => p.Value.ValueKind == JsonValueKind.Array).Value is { ValueKind: JsonValueKind.Array } rows
            ? [.. rows.EnumerateArray()]
            : [],
        _ => [],
    };

    /// <summary>A table with one row an element, or <paramref name="whenEmpty"/> when there is none.</summary>
    public static void WriteTable(Terminal terminal, IReadOnlyList<JsonElement> rows, IReadOnlyList<Column> columns, string whenEmpty)
    {
        if (rows.Count == 0)
        {
            terminal.Output.WriteLine(whenEmpty);
            return;
        }

        var table = NewTable(columns);
        foreach (var row in rows)
            table.AddRow([.. columns.Select(c => new Text(Cell.Of(c.ValueIn(row))))]);
        terminal.Console.Write(table);
    }

    /// <summary>One line a member; nested lists of objects become tables below.</summary>
    public static void WriteDetails(Terminal terminal, JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object)
            return;
        var members = answer.EnumerateObject().ToArray();
        var width = members.Select(m => m.Name.Length).DefaultIfEmpty().Max();
        foreach (var member in members.Where(m => !IsTable(m.Value)))
            terminal.Output.WriteLine($"{member.Name.PadRight(width)}  {Cell.Of(member.Value)}");
        foreach (var member in members.Where(m => IsTable(m.Value)))
        {
            terminal.Output.WriteLine();
            terminal.Output.WriteLine($"{member.Name}:");
            WriteTable(terminal, [.. member.Value.EnumerateArray()], ColumnsOf(member.Value), "none");
        }
    }

    public static Table NewTable(IEnumerable<Column> columns)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns)
        {
            var heading = new TableColumn(new Text(column.Heading));
            table.AddColumn(column.Right ? heading.RightAligned() : heading);
        }

        return table;
    }

    private static bool IsTable(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().Any(e => e.ValueKind == JsonValueKind.Object);

    private static Column[] ColumnsOf(JsonElement rows) =>
    [
        .. rows.EnumerateArray()
            .Where(r => r.ValueKind == JsonValueKind.Object)
            .SelectMany(r => r.EnumerateObject())
            .Where(p => p.Value.ValueKind != JsonValueKind.Null)
            .Select(p => p.Name)
            .Distinct(StringComparer.Ordinal)
            .Select(name => new Column(name, name)),
    ];
}
