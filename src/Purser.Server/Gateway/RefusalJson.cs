using System.Text.Json;
using Purser.Budgets;
using Purser.Pricing;

namespace Purser.Server.Gateway;

/// <summary>A refusal's fields on the wire (budgets R10): USD as decimal strings, other units as numbers.</summary>
internal static class RefusalJson
{
    public static void Write(Utf8JsonWriter json, BudgetRefusal refusal)
    {
        json.WriteStartObject();
        json.WriteString("budget", refusal.BudgetId);
        json.WriteStartObject("scope");
        foreach (var (name, value) in refusal.Scope)
            json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteString("window", refusal.Window);
        json.WriteString("unit", UnitName(refusal.Unit));
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
        json.WriteEndObject();
    }

    private static void WriteAmount(Utf8JsonWriter json, string name, BudgetUnit unit, long? amount)
    {
        if (amount is null)
            json.WriteNull(name);
        else if (unit == BudgetUnit.Usd)
            json.WriteString(name, new NanoUsd(amount.Value).ToString());
        else
            json.WriteNumber(name, amount.Value);
    }

    private static string UnitName(BudgetUnit unit) => unit switch
    {
        BudgetUnit.Usd => "usd",
        BudgetUnit.TokensTotal => "tokens:total",
        BudgetUnit.TokensInput => "tokens:input",
        BudgetUnit.TokensOutput => "tokens:output",
        _ => "requests",
    };
}
