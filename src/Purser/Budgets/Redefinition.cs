using Purser.Ledger;

namespace Purser.Budgets;

/// <summary>A definition between its decision and its commit, with the alerts and carried counters that belong to its transaction. Guarded by the engine's lock.</summary>
internal sealed class Redefinition(BudgetDefinition defined)
{
    private readonly List<(InstanceState Instance, uint Crossed)> _marked = [];
    private readonly List<(InstanceState Instance, uint Crossed, long Limit)> _said = [];

    public BudgetDefinition Defined { get; } = defined;

    public List<LedgerEntry> Entries { get; } = [];

    public List<OutboxRow> Outbox { get; } = [];

    public List<BudgetAlert> Alerts { get; } = [];

    public List<BalanceChange> Carried { get; } = [];

    public LedgerBatch? Batch { get; set; }

    /// <summary>Writes what the live instances are past under the new definition (R28), and marks it as said.</summary>
    public void Cross(BudgetState known, long limit, DateTimeOffset now)
    {
        foreach (var scope in known.Scopes)
        {
            if (scope.Current is not { } current || !known.Alerts)
                continue;
            var reached = Thresholds.ReachedBits(Defined, scope.SettledOrSettling, limit);
            var crossed = reached & ~Thresholds.Translate(scope.Crossed, known.Definition.Thresholds, Defined.Thresholds);
            if (crossed == 0)
                continue;
            Thresholds.Write(crossed, Defined, limit, scope, current, now, Entries, Outbox, Alerts);
            var marks = Thresholds.Translate(crossed, Defined.Thresholds, known.Definition.Thresholds) & ~current.Crossed;
            current.Crossed |= marks;
            _marked.Add((current, marks));
            _said.Add((current, crossed, limit));
        }
    }

    /// <summary>Lets the counters of the new window start with what the old ones had used (R27).</summary>
    /// <exception cref="BudgetInvalidException">Another unit or <c>each</c>.</exception>
    public void CarryOver(BudgetState known, BudgetModeCap cap, DateTimeOffset now)
    {
        if (known.Definition.Limit.Unit != Defined.Limit.Unit || known.Definition.Each != Defined.Each)
            throw new BudgetInvalidException([new BudgetError("carry_over", "needs the same unit and the same 'each' as before.")]);
        var next = new BudgetState(Defined, cap);
        foreach (var scope in known.Scopes)
        {
            scope.At(now);
            if (scope.Used is not (> 0 and var used))
                continue;
            var change = new BalanceChange(next.Twin(scope).At(now).Instance, new Balance(0, 0, used, 0));
            Carried.Add(change);
            Entries.Add(new LedgerEntry
            {
                Id = Guid.CreateVersion7(now),
                Kind = EntryKind.Adjust,
                At = now,
                Changes = [change],
                Data = BudgetEntryJson.Of(json =>
                {
                    json.WriteString("reason", "carried over");
                    json.WriteString("budget", Defined.Name);
                    json.WriteString("from", scope.Current!.Instance.Key);
                }),
            });
        }
    }

    /// <summary>The definition is in force: what was said counts as said under its own list of thresholds.</summary>
    public void Mark()
    {
        foreach (var (instance, crossed, limit) in _said)
            (instance.Crossed, instance.CrossedLimit) = (instance.Crossed | crossed, limit);
    }

    /// <summary>The transaction failed: nothing was said.</summary>
    public void Undo()
    {
        foreach (var (instance, crossed) in _marked)
            instance.Crossed &= ~crossed;
    }
}
