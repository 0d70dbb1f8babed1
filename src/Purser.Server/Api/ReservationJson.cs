using System.Text.Json;
using Purser.Budgets;
using Purser.Calls;
using Purser.Pricing;

namespace Purser.Server.Api;

/// <summary>Reservations on the wire.</summary>
internal static class ReservationJson
{
    public static void Write(Utf8JsonWriter json, HoldResult hold)
    {
        json.WriteStartObject();
        json.WriteString("id", hold.RequestId);
        WriteHeld(json, hold.Legs);
        WriteInstant(json, "expires_at", hold.ExpiresAt);
        WriteLegs(json, hold.Legs);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, OpenHoldView hold)
    {
        json.WriteStartObject();
        json.WriteString("id", hold.RequestId);
        json.WriteString("state", "held");
        WriteHeld(json, hold.Legs);
        json.WriteString("admitted_at", hold.AdmittedAt.UtcDateTime);
        json.WriteNumber("age_seconds", (long)hold.Age.TotalSeconds);
        WriteInstant(json, "expires_at", hold.ExpiresAt);
        json.WriteString("reason", hold.Reason);
        json.WritePropertyName("context");
        AttributesJson.Write(json, hold.Attributes);
        WriteLegs(json, hold.Legs);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, CallReceipt receipt, string state)
    {
        json.WriteStartObject();
        json.WriteString("id", receipt.RequestId);
        json.WriteString("state", state);
        if (receipt.Event is { } usage)
        {
            json.WriteString("charged_usd", usage.Charged.ToString());
            json.WriteString("cost_usd", usage.Cost?.ToString());
        }

        json.WriteBoolean("repeated", receipt.Repeated);
        json.WriteBoolean("spooled", receipt.Spooled);
        json.WriteEndObject();
    }

    public static void WriteInstant(Utf8JsonWriter json, string name, DateTimeOffset? at)
    {
        if (at is { } instant)
            json.WriteString(name, instant.UtcDateTime);
        else
            json.WriteNull(name);
    }

    public static void WriteAmount(Utf8JsonWriter json, string name, BudgetUnit unit, long amount)
    {
        if (unit == BudgetUnit.Usd)
            json.WriteString(name, new NanoUsd(amount).ToString());
        else
            json.WriteNumber(name, amount);
    }

    // Every budget in USD holds for the same call: the call's hold is the largest of them, not their sum.
    private static void WriteHeld(Utf8JsonWriter json, IReadOnlyList<HoldLeg> legs) =>
        json.WriteString("held_usd", new NanoUsd(legs.Where(l => l.Unit == BudgetUnit.Usd).Select(l => l.Held).DefaultIfEmpty().Max()).ToString());

    private static void WriteLegs(Utf8JsonWriter json, IReadOnlyList<HoldLeg> legs)
    {
        json.WriteStartArray("budgets");
        foreach (var leg in legs)
        {
            json.WriteStartObject();
            json.WriteString("name", leg.Instance.BudgetId);
            AttributesJson.WriteMap(json, "key", leg.Instance.Values);
            json.WriteString("unit", leg.Unit.WireName());
            json.WriteString("mode", leg.Mode.ToString().ToLowerInvariant());
            WriteAmount(json, "held", leg.Unit, leg.Held);
            WriteInstant(json, "resets_at", leg.Instance.ResetsAt);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
