using System.Globalization;
using Purser.Ledger;

namespace Purser.Budgets;

/// <summary>Which thresholds a change of a balance crosses, and the entries and alerts that say so (budgets R28).</summary>
internal static class Thresholds
{
    public static bool Reached(BudgetDefinition budget, int percent, long settled, long limit)
    {
        var (left, right) = ((Int128)settled * 100, (Int128)limit * percent);
        return budget.Comparison == ThresholdComparison.Above ? left > right : left >= right;
    }

    /// <summary>Marks what is newly crossed and returns it as bits; 0 when nothing is. A raised limit re-arms what is no longer reached.</summary>
    public static uint Cross(ScopeState scope, InstanceState instance, DateTimeOffset now)
    {
        var budget = scope.Budget;
        if (!budget.Alerts || budget.Definition.Thresholds.Count == 0)
            return 0;
        var (limit, settled) = (budget.LimitAt(now), scope.SettledOrSettling);
        var reached = 0u;
        for (var i = 0; i < budget.Definition.Thresholds.Count; i++)
            if (Reached(budget.Definition, budget.Definition.Thresholds[i], settled, limit))
                reached |= 1u << i;
        if (limit > instance.CrossedLimit)
            instance.Crossed &= reached;
        var crossed = reached & ~scope.Crossed;
        if (crossed != 0)
            (instance.Crossed, instance.CrossedLimit) = (instance.Crossed | crossed, limit);
        return crossed;
    }

    /// <summary>Adds an entry and an alert for each crossed threshold.</summary>
    public static void Write(uint crossed, ScopeState scope, InstanceState instance, DateTimeOffset now, List<LedgerEntry> entries, List<OutboxRow> outbox)
    {
        var thresholds = scope.Budget.Definition.Thresholds;
        for (var i = 0; i < thresholds.Count; i++)
        {
            if ((crossed & (1u << i)) == 0)
                continue;
            var id = Guid.CreateVersion7(now);
            var payload = Payload(id, i, scope, instance, now, highest: crossed >> (i + 1) == 0);
            entries.Add(new LedgerEntry { Id = id, Kind = EntryKind.Threshold, At = now, Changes = [new BalanceChange(instance.Instance, default)], Data = payload });
            outbox.Add(new OutboxRow(id, "alert", scope.Budget.Definition.Name, now, payload));
        }
    }

    private static ReadOnlyMemory<byte> Payload(Guid id, int index, ScopeState scope, InstanceState instance, DateTimeOffset now, bool highest) => BudgetEntryJson.Of(json =>
    {
        var definition = scope.Budget.Definition;
        var unit = definition.Limit.Unit;
        var percent = definition.Thresholds[index];
        json.WriteString("id", id);
        json.WriteString("type", "budget.threshold");
        json.WriteString("budget", definition.Name);
        json.WriteStartObject("scope");
        foreach (var (name, value) in scope.Values)
            json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteString("instance", instance.Instance.Key);
        json.WriteNumber("threshold", percent);
        // One step over several: the receivers that show one alert only take the highest (sigil 90).
        json.WriteBoolean("highest", highest);
        json.WriteString("unit", unit.WireName());
        BudgetRefusalJson.WriteAmount(json, "limit", unit, scope.Budget.LimitAt(now));
        BudgetRefusalJson.WriteAmount(json, "settled", unit, scope.SettledOrSettling);
        BudgetRefusalJson.WriteAmount(json, "held", unit, scope.Held);
        json.WriteString("action", string.Join(',', definition.Actions.Where(a => a.Percent == percent).Select(static a => a.ToString())));
        json.WriteNumber("bit", 1u << index);
        json.WriteNumber("limit_amount", scope.Budget.LimitAt(now));
        json.WriteString("at", now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
    });
}
