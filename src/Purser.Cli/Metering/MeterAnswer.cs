using System.Buffers;
using System.Text;
using System.Text.Json;
using Purser.Pricing;
using Purser.Tokens;

namespace Purser.Cli.Metering;

/// <summary>What <c>purser meter</c> answers for one call; <paramref name="Failure"/> says why nothing could be read at all.</summary>
internal sealed record MeterAnswer(string? Id, string? Provider, UsageReading? Reading, CostResult Cost, string? Failure)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public bool IsError => Reading is null or { Status: UsageStatus.Error };

    public string? Error => Failure ?? Reading?.Error switch
    {
        UsageError.UsageMissing => "usage_missing",
        UsageError.MalformedJson => "malformed_json",
        UsageError.ProviderError => "provider_error",
        _ => null,
    };

    public string Status => Reading?.Status switch { UsageStatus.Ok => "ok", UsageStatus.Partial => "partial", _ => "error" };

    public static MeterAnswer Failed(string? id, string? provider, string error) => new(id, provider, null, CostResult.Unpriced, error);

    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Plain))
            Write(json);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("status", Status);
        if (Error is { } error)
            json.WriteString("error", error);
        json.WriteString("provider", Provider);
        json.WriteString("model", Reading?.Model);
        if (Reading?.Usage is { } usage)
        {
            json.WritePropertyName("usage");
            UsageJson.Write(json, usage, Reading.ReportedTotal);
        }

        json.WritePropertyName("flags");
        UsageJson.Write(json, Reading?.Flags ?? UsageFlags.None);
        json.WritePropertyName("extra");
        UsageJson.Write(json, Reading?.Extra ?? UsageExtra.None);
        WriteCost(json);
        json.WriteEndObject();
    }

    private void WriteCost(Utf8JsonWriter json)
    {
        json.WriteStartObject("cost");
        if (Cost.Cost is { } cost)
        {
            json.WriteString("usd", cost.ToString());
            json.WriteNumber("nano_usd", cost.Value);
        }
        else
        {
            json.WriteNull("usd");
            json.WriteNull("nano_usd");
        }

        json.WriteBoolean("priced", Cost.Priced);
        json.WriteString("price", Cost.PriceId);
        json.WriteEndObject();
    }
}
