using System.Text.Json;
using System.Text.Json.Serialization;

namespace Purser.Budgets;

internal sealed class BudgetWindowConverter : JsonConverter<BudgetWindow>
{
    public override BudgetWindow Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        BudgetWindow.TryParse(reader.GetString(), out var window)
            ? window
            : throw new JsonException($"'{reader.GetString()}' is no window; use {BudgetWindow.Forms}.");

    public override void Write(Utf8JsonWriter writer, BudgetWindow value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
