using System.Text.Json;
using Purser.Budgets;

namespace Purser.Server.Api;

/// <summary>A budget as <c>purser budget show --json</c> prints it; amounts of USD as decimal strings, counts as numbers.</summary>
internal static class BudgetViewJson
{
    public static void Write(Utf8JsonWriter json, BudgetView view)
    {
        var unit = view.Definition.Limit.Unit;
        json.WriteStartObject();
        json.WriteString("name", view.Definition.Name);
        json.WriteString("unit", unit.WireName());
        ReservationJson.WriteAmount(json, "limit", unit, view.Limit);
        json.WriteString("window", view.Definition.Window.ToString());
        json.WriteString("mode", view.Mode.ToString().ToLowerInvariant());
        json.WriteStartArray("instances");
        foreach (var instance in view.Instances)
            Write(json, instance, unit);
        json.WriteEndArray();
        json.WriteStartArray("overrides");
        foreach (var raised in view.Overrides)
            Write(json, raised, unit);
        json.WriteEndArray();
        json.WritePropertyName("definition");
        json.WriteRawValue(BudgetJson.Write(view.Definition));
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, BudgetOverride raised, BudgetUnit unit)
    {
        json.WriteStartObject();
        json.WriteString("id", raised.Id);
        ReservationJson.WriteAmount(json, "by", unit, raised.By);
        json.WriteString("from", raised.From.UtcDateTime);
        json.WriteString("until", raised.Until.UtcDateTime);
        json.WriteString("who", raised.Who);
        json.WriteString("reason", raised.Reason);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, BudgetInstanceView instance, BudgetUnit unit)
    {
        json.WriteStartObject();
        AttributesJson.WriteMap(json, "key", instance.Key);
        ReservationJson.WriteInstant(json, "window_start", instance.WindowStart);
        ReservationJson.WriteInstant(json, "resets_at", instance.ResetsAt);
        ReservationJson.WriteAmount(json, "settled", unit, instance.Settled);
        ReservationJson.WriteAmount(json, "held", unit, instance.Held);
        ReservationJson.WriteAmount(json, "observed", unit, instance.Observed);
        ReservationJson.WriteAmount(json, "available", unit, instance.Available);
        json.WriteString("state", instance.State);
        json.WriteEndObject();
    }
}
