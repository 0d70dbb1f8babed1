using System.Text.Json;
using System.Text.Json.Serialization;

namespace Purser.Pricing;

/// <summary>A date stands for its first instant in UTC.</summary>
internal sealed class EffectiveFromConverter : JsonConverter<DateTimeOffset?>
{
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        EffectiveDate.Parse(reader.GetString(), endOfDay: false);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options) =>
        writer.WriteStringValue(EffectiveDate.Format(value!.Value, endOfDay: false));
}
