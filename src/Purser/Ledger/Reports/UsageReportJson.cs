using System.Buffers;
using System.Text.Json;

namespace Purser.Ledger.Reports;

/// <summary>A report as the JSON that the API and <c>purser usage --json</c> give: <c>{"rows":[{"key":{…},"calls":…}],"totals":{…}}</c>.</summary>
public static class UsageReportJson
{
    /// <summary>Writes the report as one object; money as decimal strings in USD, durations in whole milliseconds.</summary>
    public static void Write(Utf8JsonWriter json, UsageReport report)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(report);
        json.WriteStartObject();
        json.WriteStartArray("rows");
        foreach (var row in report.Rows)
        {
            json.WriteStartObject();
            WriteKey(json, row);
            WriteSums(json, row);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("totals");
        WriteSums(json, report.Totals);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The report as UTF-8.</summary>
    public static byte[] ToUtf8(UsageReport report)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
            Write(json, report);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteKey(Utf8JsonWriter json, UsageRow row)
    {
        json.WriteStartObject("key");
        foreach (var (name, value) in row.Key)
            json.WriteString(name, value);
        json.WriteEndObject();
    }

    private static void WriteSums(Utf8JsonWriter json, UsageRow row)
    {
        json.WriteNumber("calls", row.Calls);
        json.WriteNumber("unmetered", row.Unmetered);
        json.WritePropertyName("usage");
        UsageVectorJson.Write(json, row.Usage);
        json.WriteString("cost_usd", row.Cost.ToString());
        json.WriteString("charged_usd", row.Charged.ToString());
        json.WriteNumber("unpriced", row.Unpriced);
        json.WriteNumber("errors", row.Errors);
        json.WriteNumber("duration_ms", (long)row.Duration.TotalMilliseconds);
    }
}
