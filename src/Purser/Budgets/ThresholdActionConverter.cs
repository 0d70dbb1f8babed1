using System.Text.Json;
using System.Text.Json.Serialization;

namespace Purser.Budgets;

internal sealed class ThresholdActionConverter : JsonConverter<ThresholdAction>
{
    public override ThresholdAction Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ThresholdAction.TryParse(reader.GetString(), out var action)
            ? action
            : throw new JsonException($"'{reader.GetString()}' is no threshold action; use {ThresholdAction.Forms}.");

    public override void Write(Utf8JsonWriter writer, ThresholdAction value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
