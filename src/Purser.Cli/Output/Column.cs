using System.Text.Json;

namespace Purser.Cli.Output;

/// <summary>One column of a table: its heading and the dotted path of its value in a row.</summary>
internal sealed record Column(string Heading, string Path, bool Right = false)
{
    public JsonElement ValueIn(JsonElement row)
    {
        foreach (var name in Path.Split('.'))
        {
            if (row.ValueKind != JsonValueKind.Object || !row.TryGetProperty(name, out row))
                return default;
        }

        return row;
    }
}
