using System.Text.Json;
using System.Text.Json.Serialization;

namespace Purser.Pricing;

/// <summary>A date stands for its last instant in UTC: <c>effective_to</c> is inclusive.</summary>
internal sealed class EffectiveToConverter : JsonConverter<DateTimeOffset?>
{
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        EffectiveDate.Parse(reader.GetString(), endOfDay: true);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options) =>
        writer.WriteStringValue(EffectiveDate.Format(value!.Value, endOfDay: true));
}
