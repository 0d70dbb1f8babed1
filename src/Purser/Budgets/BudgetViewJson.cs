using System.Text.Json;

namespace Purser.Budgets;

/// <summary>
/// A budget as <c>budget show --json</c> and the API give it: <c>{"name","unit","limit","window","mode","instances":[{"key","window_start","resets_at","settled",
/// "held","available","state"}]}</c>; USD as decimal strings, counts as numbers, instants in UTC.
/// </summary>
public static class BudgetViewJson
{
    /// <summary>Writes one object.</summary>
    public static void Write(Utf8JsonWriter json, BudgetView view)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(view);
        var unit = view.Definition.Limit.Unit;
        json.WriteStartObject();
        json.WriteString("name", view.Definition.Name);
        json.WriteString("unit", unit.WireName());
        BudgetRefusalJson.WriteAmount(json, "limit", unit, view.Limit);
        json.WriteString("window", view.Definition.Window.ToString());
        json.WriteString("mode", view.Mode.WireName());
        json.WriteStartArray("instances");
        foreach (var instance in view.Instances)
            WriteInstance(json, unit, instance);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteInstance(Utf8JsonWriter json, BudgetUnit unit, BudgetInstanceView instance)
    {
        json.WriteStartObject();
        json.WriteStartObject("key");
        foreach (var (name, value) in instance.Key)
            json.WriteString(name, value);
        json.WriteEndObject();
        WriteInstant(json, "window_start", instance.WindowStart);
        WriteInstant(json, "resets_at", instance.ResetsAt);
        BudgetRefusalJson.WriteAmount(json, "settled", unit, instance.Settled);
        BudgetRefusalJson.WriteAmount(json, "held", unit, instance.Held);
        BudgetRefusalJson.WriteAmount(json, "available", unit, instance.Available);
        json.WriteString("state", instance.State);
        json.WriteEndObject();
    }

    private static void WriteInstant(Utf8JsonWriter json, string name, DateTimeOffset? at)
    {
        if (at is { } instant)
            json.WriteString(name, instant.UtcDateTime);
        else
            json.WriteNull(name);
    }
}
