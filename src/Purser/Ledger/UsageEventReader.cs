using System.Text.Json;
using Purser.Pricing;
using Purser.Tokens;

namespace Purser.Ledger;

/// <summary>Reads the event that <c>POST /api/v1/usage</c> takes: the fields of <see cref="UsageEventJson"/> and <c>idempotency_key</c>.</summary>
public static class UsageEventReader
{
    private const int TextLimit = 1024;
    private const int TagLimit = 16;

    /// <summary>
    /// Reads one event. Only <c>model</c> or <c>usage</c> must be stated; ids are made, times default to <paramref name="now"/>, the source to
    /// <see cref="UsageSource.Library"/>, the status to <c>ok</c> with a vector and <c>unmetered</c> without. Unknown fields are ignored.
    /// </summary>
    /// <exception cref="FormatException">Not one such object; the message names the field.</exception>
    public static UsageEventInput Read(ReadOnlyMemory<byte> utf8, DateTimeOffset now)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 8 });
            return Read(document.RootElement, now);
        }
        catch (JsonException e)
        {
            throw new FormatException("The event is not valid JSON: " + e.Message, e);
        }
    }

    /// <summary>Reads one event out of a larger document.</summary>
    /// <exception cref="FormatException">Not one such object; the message names the field.</exception>
    public static UsageEventInput Read(JsonElement json, DateTimeOffset now)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new FormatException("The event must be a JSON object.");
        if (!json.TryGetProperty("usage", out _) && !json.TryGetProperty("model", out _))
            throw new FormatException("The event must state usage or model.");
        var id = Id(json, "id") ?? Guid.CreateVersion7(now);
        var completed = Time(json, "completed_at") ?? now;
        TokenUsage? usage = json.TryGetProperty("usage", out var vector) && vector.ValueKind != JsonValueKind.Null ? Vector(vector) : null;
        var (cost, charged) = (Money(json, "cost_usd"), Money(json, "charged_usd"));
        var e = new UsageEvent
        {
            Id = id,
            RequestId = Id(json, "request_id") ?? id,
            Attempt = (int)(Whole(json, "attempt", 1, 10_000) ?? 1),
            AdmittedAt = Time(json, "admitted_at") ?? completed,
            CompletedAt = completed,
            Attributes = Attributes(json),
            Dialect = Text(json, "dialect"),
            Status = Status(json, usage),
            Usage = usage,
            Flags = Flags(json),
            Cost = cost,
            ProviderCost = Money(json, "provider_cost_usd"),
            Charged = charged ?? cost ?? NanoUsd.Zero,
            PriceId = Text(json, "price_id"),
            Duration = Span(json, "duration_ms"),
            TimeToFirstToken = Span(json, "time_to_first_token_ms"),
            Source = Source(json),
            HttpStatus = (int?)Whole(json, "http_status", 100, 599),
            ResponseId = Text(json, "response_id"),
            CorrelationId = Text(json, "correlation_id"),
            OperationId = Text(json, "operation_id"),
            TraceId = Text(json, "trace_id"),
            SpanId = Text(json, "span_id"),
        };
        return new(e, Text(json, "idempotency_key"), charged is not null || cost is not null);
    }

    private static CallAttributes Attributes(JsonElement json) => new()
    {
        Tenant = Text(json, "tenant") ?? CallAttributes.DefaultTenant,
        Team = Text(json, "team"),
        User = Text(json, "user"),
        KeyId = Text(json, "key_id"),
        Agent = Text(json, "agent"),
        Session = Text(json, "session"),
        Component = Text(json, "component"),
        Provider = Text(json, "provider"),
        Model = Text(json, "model"),
        Tags = Tags(json),
    };

    private static Dictionary<string, string> Tags(JsonElement json)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!Present(json, "tags", out var value))
            return tags;
        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Count() > TagLimit)
            throw new FormatException($"tags must be an object of at most {TagLimit} strings.");
        foreach (var tag in value.EnumerateObject())
        {
            if (tag.Value.ValueKind != JsonValueKind.String || tag.Name.Length > 128 || tag.Value.GetString()!.Length > 128)
                throw new FormatException("tags must have names and string values of at most 128 characters.");
            tags[tag.Name] = tag.Value.GetString()!;
        }

        return tags;
    }

    private static TokenUsage Vector(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object ? UsageVectorJson.Read(value) : throw new FormatException("usage must be an object of the eight leaves.");

    private static EventStatus Status(JsonElement json, TokenUsage? usage)
    {
        if (Text(json, "status") is not { } name)
            return usage is null ? EventStatus.Unmetered : EventStatus.Ok;
        return WireNames.Status(name) ?? throw new FormatException($"status '{name}' is none of ok, partial, estimated, unmetered, error.");
    }

    private static UsageSource Source(JsonElement json) => Text(json, "source") is not { } name
        ? UsageSource.Library
        : WireNames.Source(name) ?? throw new FormatException($"source '{name}' is none of gateway, library, otlp, import.");

    private static UsageFlags Flags(JsonElement json)
    {
        if (!Present(json, "flags", out var value))
            return UsageFlags.None;
        if (value.ValueKind != JsonValueKind.Array)
            throw new FormatException("flags must be an array of names.");
        var flags = UsageFlags.None;
        foreach (var item in value.EnumerateArray())
        {
            flags |= (item.ValueKind == JsonValueKind.String ? WireNames.Flag(item.GetString()!) : null)
                ?? throw new FormatException($"flags holds {item.GetRawText()}, which is no flag.");
        }

        return flags;
    }

    private static bool Present(JsonElement json, string name, out JsonElement value) =>
        json.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    private static string? Text(JsonElement json, string name)
    {
        if (!Present(json, name, out var value))
            return null;
        return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= TextLimit } text
            ? text
            : throw new FormatException($"{name} must be a string of at most {TextLimit} characters.");
    }

    private static Guid? Id(JsonElement json, string name)
    {
        if (!Present(json, name, out var value))
            return null;
        return value.ValueKind == JsonValueKind.String && value.TryGetGuid(out var id) ? id : throw new FormatException($"{name} must be a UUID.");
    }

    private static DateTimeOffset? Time(JsonElement json, string name)
    {
        if (!Present(json, name, out var value))
            return null;
        return value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var at)
            ? at.ToUniversalTime()
            : throw new FormatException($"{name} must be an ISO 8601 instant, such as 2026-11-20T12:00:00Z.");
    }

    private static long? Whole(JsonElement json, string name, long least, long most)
    {
        if (!Present(json, name, out var value))
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"{name} must be a whole number from {least} to {most}.");
    }

    private static TimeSpan? Span(JsonElement json, string name)
    {
        if (!Present(json, name, out var value))
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var ms) && ms is >= 0 and <= 31_536_000_000
            ? TimeSpan.FromTicks((long)(ms * TimeSpan.TicksPerMillisecond))
            : throw new FormatException($"{name} must be a number of milliseconds from 0 to a year.");
    }

    private static NanoUsd? Money(JsonElement json, string name)
    {
        if (!Present(json, name, out var value))
            return null;
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            _ => "",
        };
        // Amounts above a billion dollars are mistakes and would soon leave Int64 in a sum.
        return decimal.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var usd) && usd is >= 0 and <= 1_000_000_000
            ? NanoUsd.FromUsd(usd)
            : throw new FormatException($"{name} must be an amount in USD from 0 to 1000000000, as a string such as \"0.012\".");
    }
}
