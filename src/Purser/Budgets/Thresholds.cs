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

    /// <summary>The thresholds that an amount reaches, as bits in the definition's order.</summary>
    public static uint ReachedBits(BudgetDefinition budget, long settled, long limit)
    {
        var reached = 0u;
        for (var i = 0; i < budget.Thresholds.Count; i++)
            if (Reached(budget, budget.Thresholds[i], settled, limit))
                reached |= 1u << i;
        return reached;
    }

    /// <summary>The same percents as bits of another list; those that it lacks are dropped.</summary>
    public static uint Translate(uint bits, IReadOnlyList<int> from, IReadOnlyList<int> to)
    {
        if (ReferenceEquals(from, to))
            return bits;
        var translated = 0u;
        for (var i = 0; i < to.Count; i++)
            for (var j = 0; j < from.Count; j++)
                if (from[j] == to[i] && (bits & (1u << j)) != 0)
                    translated |= 1u << i;
        return translated;
    }

    /// <summary>Marks what is newly crossed and returns it as bits; 0 when nothing is. A raised limit re-arms what is no longer reached.</summary>
    public static uint Cross(ScopeState scope, InstanceState instance, DateTimeOffset now)
    {
        var budget = scope.Budget;
        if (!budget.Alerts || budget.Definition.Thresholds.Count == 0)
            return 0;
        var limit = budget.LimitAt(now);
        var reached = ReachedBits(budget.Definition, scope.SettledOrSettling, limit);
        if (limit > instance.CrossedLimit)
            instance.Crossed &= reached;
        var crossed = reached & ~scope.Crossed;
        if (crossed != 0)
            (instance.Crossed, instance.CrossedLimit) = (instance.Crossed | crossed, limit);
        return crossed;
    }

    /// <summary>Adds an entry and an alert for each crossed threshold of the definition in force.</summary>
    public static void Write(
        uint crossed, ScopeState scope, InstanceState instance, DateTimeOffset now, List<LedgerEntry> entries, List<OutboxRow> outbox, List<BudgetAlert> alerts) =>
        Write(crossed, scope.Budget.Definition, scope.Budget.LimitAt(now), scope, instance, now, entries, outbox, alerts);

    /// <summary>Adds an entry and an alert for each crossed threshold, as a definition sees them that may not be in force yet.</summary>
    public static void Write(
        uint crossed, BudgetDefinition definition, long limit, ScopeState scope, InstanceState instance, DateTimeOffset now,
        List<LedgerEntry> entries, List<OutboxRow> outbox, List<BudgetAlert> alerts)
    {
        for (var i = 0; i < definition.Thresholds.Count; i++)
        {
            if ((crossed & (1u << i)) == 0)
                continue;
            var alert = new BudgetAlert
            {
                Id = Guid.CreateVersion7(now),
                BudgetId = definition.Name,
                Scope = scope.Values,
                Instance = instance.Instance,
                Threshold = definition.Thresholds[i],
                Highest = crossed >> (i + 1) == 0,
                Unit = definition.Limit.Unit,
                Limit = limit,
                Settled = scope.SettledOrSettling,
                Held = scope.Held,
                At = now,
            };
            var payload = Payload(alert, definition);
            entries.Add(new LedgerEntry { Id = alert.Id, Kind = EntryKind.Threshold, At = now, Changes = [new BalanceChange(instance.Instance, default)], Data = payload });
            outbox.Add(new OutboxRow(alert.Id, "alert", definition.Name, now, payload));
            alerts.Add(alert);
        }
    }

    private static ReadOnlyMemory<byte> Payload(BudgetAlert alert, BudgetDefinition definition) => BudgetEntryJson.Of(json =>
    {
        json.WriteString("id", alert.Id);
        json.WriteString("type", "budget.threshold");
        json.WriteString("budget", alert.BudgetId);
        json.WriteStartObject("scope");
        foreach (var (name, value) in alert.Scope)
            json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteString("instance", alert.Instance.Key);
        json.WriteNumber("threshold", alert.Threshold);
        json.WriteBoolean("highest", alert.Highest);
        json.WriteString("unit", alert.Unit.WireName());
        BudgetRefusalJson.WriteAmount(json, "limit", alert.Unit, alert.Limit);
        BudgetRefusalJson.WriteAmount(json, "settled", alert.Unit, alert.Settled);
        BudgetRefusalJson.WriteAmount(json, "held", alert.Unit, alert.Held);
        json.WriteString("action", string.Join(',', definition.Actions.Where(a => a.Percent == alert.Threshold).Select(static a => a.ToString())));
        json.WriteNumber("limit_amount", alert.Limit);
        json.WriteString("at", alert.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
    });
}
