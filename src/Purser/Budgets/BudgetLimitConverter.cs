using System.Text.Json;
using System.Text.Json.Serialization;

namespace Purser.Budgets;

internal sealed class BudgetLimitConverter : JsonConverter<BudgetLimit>
{
    public override BudgetLimit Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        BudgetLimit.TryParse(reader.GetString(), out var limit)
            ? limit
            : throw new JsonException($"'{reader.GetString()}' is no limit; write for example 5usd, 100000tokens, 100000tokens:output or 1000requests.");

    public override void Write(Utf8JsonWriter writer, BudgetLimit value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
