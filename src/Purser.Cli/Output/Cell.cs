using System.Globalization;
using System.Text.Json;

namespace Purser.Cli.Output;

/// <summary>How a JSON value looks in a cell. What came from a client or a model is data: control characters never reach the terminal.</summary>
internal static class Cell
{
    public const string Absent = "–";

    public static string Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => Absent,
        JsonValueKind.String => Clean(value.GetString()!),
        JsonValueKind.Number => Number(value),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Of)),
        _ => string.Join(", ", value.EnumerateObject().Select(p => $"{Clean(p.Name)}={Of(p.Value)}")),
    };

    public static string Clean(string text) => string.Create(text.Length, text, static (to, from) =>
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = char.IsControl(from[i]) ? '\uFFFD' : from[i];
    });

    private static string Number(JsonElement value) =>
        value.TryGetInt64(out var whole) ? whole.ToString("N0", CultureInfo.InvariantCulture) : value.GetRawText();
}
