using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Purser.Ledger;

namespace Purser.Budgets;

/// <summary>The JSON that the engine's ledger entries and alerts carry.</summary>
internal static class BudgetEntryJson
{
    public static ReadOnlyMemory<byte> Of(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    public static ReadOnlyMemory<byte> Hold(Reservation reservation) => Of(json =>
    {
        json.WritePropertyName("attributes");
        JsonSerializer.Serialize(json, reservation.Attributes, BudgetJsonContext.Default.CallAttributes);
        json.WritePropertyName("source");
        JsonSerializer.Serialize(json, reservation.Source, BudgetJsonContext.Default.UsageSource);
        json.WriteStartArray("legs");
        foreach (ref readonly var leg in reservation.Legs.AsSpan())
            json.WriteStringValue($"{leg.Unit.WireName()} {leg.Mode.WireName()}");
        json.WriteEndArray();
        json.WritePropertyName("hold");
        JsonSerializer.Serialize(json, reservation.Hold, BudgetJsonContext.Default.Amounts);
        if (reservation.AtExpiry is { } estimate)
        {
            json.WritePropertyName("at_expiry");
            JsonSerializer.Serialize(json, estimate, BudgetJsonContext.Default.Amounts);
        }

        json.WriteNumber("output_bound", reservation.OutputBound);
        if (!reservation.Data.IsEmpty)
        {
            json.WritePropertyName("call");
            json.WriteRawValue(reservation.Data.Span);
        }
    });

    public static HoldData? ReadHold(ReadOnlySpan<byte> utf8) => Read(utf8, BudgetJsonContext.Default.HoldData);

    public static ReadOnlyMemory<byte> Refusal(BudgetRefusal refusal, CallAttributes attributes) => Of(json =>
    {
        BudgetRefusalJson.WriteMembers(json, refusal);
        json.WritePropertyName("attributes");
        JsonSerializer.Serialize(json, attributes, BudgetJsonContext.Default.CallAttributes);
    });

    public static ReadOnlyMemory<byte> Settle(SettleRequest request) => Of(json =>
    {
        json.WriteBoolean("estimated", request.Estimated);
        json.WriteStartObject("actual");
        WriteAmounts(json, request.Actual);
        json.WriteEndObject();
    });

    public static ReadOnlyMemory<byte> Overruns(List<BudgetOverrun> overruns) => Of(json =>
    {
        json.WriteString("type", "budget.overrun");
        json.WriteString("request_id", overruns[0].RequestId);
        json.WriteString("provider", overruns[0].Attributes.Provider);
        json.WriteString("model", overruns[0].Attributes.Model);
        json.WriteStartArray("overruns");
        foreach (var overrun in overruns)
        {
            json.WriteStartObject();
            json.WriteString("budget", overrun.BudgetId);
            json.WriteString("unit", overrun.Unit.WireName());
            BudgetRefusalJson.WriteAmount(json, "held", overrun.Unit, overrun.Held);
            BudgetRefusalJson.WriteAmount(json, "actual", overrun.Unit, overrun.Actual);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    public static ReadOnlyMemory<byte> Reason(string reason) => Of(json => json.WriteString("reason", reason));

    public static void WriteAmounts(Utf8JsonWriter json, in Amounts amounts)
    {
        WriteLeaf(json, "cost_nano", amounts.CostNano);
        WriteLeaf(json, "input_tokens", amounts.InputTokens);
        WriteLeaf(json, "output_tokens", amounts.OutputTokens);
        WriteLeaf(json, "total_tokens", amounts.TotalTokens);
        json.WriteNumber("requests", amounts.Requests);
    }

    public static T? Read<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return utf8.IsEmpty ? null : JsonSerializer.Deserialize(utf8, type);
        }
        catch (JsonException) // an entry of another writer or a later version: its balances count, its particulars are not known
        {
            return null;
        }
    }

    private static void WriteLeaf(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } known)
            json.WriteNumber(name, known);
    }
}
