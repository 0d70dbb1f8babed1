using System.Text.Json;
using Purser.Tokens;

namespace Purser.Ledger;

/// <summary>A usage event with the ledger's field names in snake_case; money as decimal strings in USD, durations in milliseconds, null fields left out.</summary>
public static class UsageEventJson
{
    /// <summary>Writes one event as an object.</summary>
    public static void Write(Utf8JsonWriter json, UsageEvent e)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(e);
        json.WriteStartObject();
        json.WriteString("id", e.Id);
        json.WriteString("request_id", e.RequestId);
        json.WriteNumber("attempt", e.Attempt);
        json.WriteString("admitted_at", e.AdmittedAt);
        json.WriteString("completed_at", e.CompletedAt);
        WriteAttributes(json, e.Attributes);
        Optional(json, "dialect", e.Dialect);
        json.WriteString("status", WireNames.Of(e.Status));
        if (e.Usage is { } usage)
        {
            json.WritePropertyName("usage");
            UsageVectorJson.Write(json, usage);
        }

        WriteFlags(json, e.Flags);
        WriteMoney(json, e);
        if (e.Duration is { } duration)
            json.WriteNumber("duration_ms", (decimal)Microseconds.Of(duration) / 1000);
        if (e.TimeToFirstToken is { } first)
            json.WriteNumber("time_to_first_token_ms", (decimal)Microseconds.Of(first) / 1000);
        json.WriteString("source", WireNames.Of(e.Source));
        json.WriteBoolean("enforced", e.Enforced);
        if (e.HttpStatus is { } status)
            json.WriteNumber("http_status", status);
        WriteIds(json, e);
        json.WriteEndObject();
    }

    private static void WriteAttributes(Utf8JsonWriter json, CallAttributes a)
    {
        json.WriteString("tenant", a.Tenant);
        Optional(json, "team", a.Team);
        Optional(json, "user", a.User);
        Optional(json, "key_id", a.KeyId);
        Optional(json, "agent", a.Agent);
        Optional(json, "session", a.Session);
        Optional(json, "component", a.Component);
        Optional(json, "provider", a.Provider);
        Optional(json, "model", a.Model);
        if (a.Tags.Count == 0)
            return;
        json.WriteStartObject("tags");
        foreach (var (name, value) in a.Tags.OrderBy(static t => t.Key, StringComparer.Ordinal))
            json.WriteString(name, value);
        json.WriteEndObject();
    }

    private static void WriteFlags(Utf8JsonWriter json, UsageFlags flags)
    {
        if (flags == UsageFlags.None)
            return;
        json.WriteStartArray("flags");
        foreach (var name in WireNames.Of(flags))
            json.WriteStringValue(name);
        json.WriteEndArray();
    }

    private static void WriteMoney(Utf8JsonWriter json, UsageEvent e)
    {
        Optional(json, "cost_usd", e.Cost?.ToString());
        Optional(json, "provider_cost_usd", e.ProviderCost?.ToString());
        json.WriteString("charged_usd", e.Charged.ToString());
        Optional(json, "price_id", e.PriceId);
    }

    private static void WriteIds(Utf8JsonWriter json, UsageEvent e)
    {
        Optional(json, "response_id", e.ResponseId);
        Optional(json, "correlation_id", e.CorrelationId);
        Optional(json, "operation_id", e.OperationId);
        Optional(json, "trace_id", e.TraceId);
        Optional(json, "span_id", e.SpanId);
        if (e.Sign < 0)
            json.WriteNumber("sign", e.Sign);
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
