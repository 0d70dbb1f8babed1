using System.Buffers;
using System.Text.Json;
using Purser.Budgets;
using Purser.Dialects;
using Purser.Ledger;

namespace Purser.Calls;

/// <summary>What a call notes on its hold, so that it can be completed by its id alone, by another process or after a restart.</summary>
internal static class HoldNote
{
    public static ReadOnlyMemory<byte> Write(CallIntent intent, CallBound? bound)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        WriteText(json, "dialect", intent.Dialect?.Name);
        if (bound is not null)
        {
            json.WriteNumber("input_bound", bound.InputBound);
            WriteText(json, "price", bound.PriceId);
        }

        if (intent.Facts?.OutputLimit is { } limit)
            json.WriteNumber("output_limit", limit);
        if (intent.Facts?.Stream == true)
            json.WriteBoolean("stream", true);
        WriteText(json, "correlation_id", intent.CorrelationId);
        WriteText(json, "operation_id", intent.OperationId);
        WriteText(json, "trace_id", intent.TraceId);
        WriteText(json, "span_id", intent.SpanId);
        json.WriteString("source", WireNames.Of(intent.Source));
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    public static CallAdmission Admission(OpenHoldView open)
    {
        using var note = JsonDocument.Parse(open.Data.IsEmpty ? "{}"u8.ToArray() : open.Data);
        var root = note.RootElement;
        var hold = new HoldResult
        {
            Verdict = HoldVerdict.Admitted,
            RequestId = open.RequestId,
            Legs = open.Legs,
            Enforced = open.Legs.Any(static l => l.Mode is BudgetMode.Strict or BudgetMode.Guarded),
            ExpiresAt = open.ExpiresAt,
        };
        var intent = new CallIntent
        {
            Attributes = open.Attributes,
            Dialect = Text(root, "dialect") is { } dialect ? Dialect.Find(dialect) : null,
            Source = WireNames.Source(Text(root, "source")) ?? UsageSource.Library,
            CorrelationId = Text(root, "correlation_id"),
            OperationId = Text(root, "operation_id"),
            TraceId = Text(root, "trace_id"),
            SpanId = Text(root, "span_id"),
        };
        return new CallAdmission
        {
            Hold = hold,
            Intent = intent,
            AdmittedAt = open.AdmittedAt,
            AdmittedTimestamp = 0,
            InputBound = root.TryGetProperty("input_bound", out var bound) ? bound.GetInt64() : null,
        };
    }

    /// <summary>The ticket of a call that has ended, from what was recorded of it.</summary>
    public static CallAdmission Admission(UsageEvent ended) => new()
    {
        Hold = new HoldResult { Verdict = HoldVerdict.Admitted, RequestId = ended.RequestId, Enforced = ended.Enforced },
        Intent = new CallIntent { Attributes = ended.Attributes, Source = ended.Source },
        AdmittedAt = ended.AdmittedAt,
        AdmittedTimestamp = 0,
    };

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;
}
