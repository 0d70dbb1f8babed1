using System.Text.Json;

namespace Purser.Budgets;

/// <summary>A refusal as every door shows it: the fields of budgets R10, USD as decimal strings, counts as numbers.</summary>
public static class BudgetRefusalJson
{
    /// <summary>Writes the members into an object that the caller has begun; property names are snake_case.</summary>
    public static void WriteMembers(Utf8JsonWriter json, BudgetRefusal refusal)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(refusal);
        json.WriteString("budget", refusal.BudgetId);
        json.WriteStartObject("scope");
        foreach (var (name, value) in refusal.Scope)
            json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteString("window", refusal.Window);
        json.WriteString("unit", refusal.Unit.WireName());
        WriteAmount(json, "limit", refusal.Unit, refusal.Limit);
        WriteAmount(json, "admitted", refusal.Unit, refusal.Admitted);
        WriteAmount(json, "held", refusal.Unit, refusal.Held);
        WriteAmount(json, "observed", refusal.Unit, refusal.Observed);
        WriteAmount(json, "requested_hold", refusal.Unit, refusal.RequestedHold);
        WriteAmount(json, "available", refusal.Unit, refusal.Available);
        if (refusal.ResetsAt is { } resets)
            json.WriteString("resets_at", resets.UtcDateTime);
        else
            json.WriteNull("resets_at");
        json.WriteString("reason", refusal.Reason);
        json.WriteString("remedy", refusal.Remedy);
        if (refusal.FittingOutput is { } fitting)
            json.WriteNumber("fitting_output", fitting);
    }

    internal static void WriteAmount(Utf8JsonWriter json, string name, BudgetUnit unit, long? amount)
    {
        if (amount is not { } known)
            json.WriteNull(name);
        else if (unit == BudgetUnit.Usd)
            json.WriteString(name, BudgetLimit.Format(unit, known));
        else
            json.WriteNumber(name, known);
    }
}
