using Purser.Ledger;
using Purser.Sqlite.Native;

namespace Purser.Sqlite.Tables;

/// <summary>Balances on the writer's side: summed in checked arithmetic here, written once a transaction.</summary>
internal sealed class InstanceTable(SqliteDatabase database)
{
    private const int CacheBound = 32_768;

    private readonly Dictionary<BudgetInstance, StoredInstance> _instances = [];
    private readonly List<StoredInstance> _changed = [];

    /// <summary>Applies a change and returns the instance's row id.</summary>
    /// <exception cref="OverflowException">A sum would leave Int64.</exception>
    public long Apply(in BalanceChange change)
    {
        var stored = Get(change.Instance);
        stored.Balance += change.Delta;
        if (!stored.Changed)
        {
            stored.Changed = true;
            _changed.Add(stored);
        }

        return stored.Id;
    }

    /// <summary>Writes what changed since the last flush.</summary>
    public void Flush()
    {
        foreach (var stored in _changed)
        {
            var b = stored.Balance;
            database.Prepare("UPDATE instances SET admitted = ?, held = ?, adjusted = ?, observed = ? WHERE id = ?")
                .Bind(b.Admitted).Bind(b.Held).Bind(b.Adjusted).Bind(b.Observed).Bind(stored.Id).Run();
            stored.Changed = false;
        }

        _changed.Clear();
        if (_instances.Count > CacheBound)
            _instances.Clear();
    }

    public void Forget()
    {
        _instances.Clear();
        _changed.Clear();
    }

    private StoredInstance Get(BudgetInstance instance)
    {
        if (!_instances.TryGetValue(instance, out var stored))
            _instances.Add(instance, stored = Find(instance) ?? Insert(instance));
        return stored;
    }

    private StoredInstance? Find(BudgetInstance instance)
    {
        var find = database.Prepare("SELECT id, admitted, held, adjusted, observed FROM instances WHERE budget = ? AND key = ?")
            .Bind(instance.BudgetId).Bind(instance.Key);
        var stored = find.Step() ? new StoredInstance(find.Int64(0), new(find.Int64(1), find.Int64(2), find.Int64(3), find.Int64(4))) : null;
        find.Reset();
        return stored;
    }

    private StoredInstance Insert(BudgetInstance instance)
    {
        var insert = database.Prepare("INSERT INTO instances (budget, key, window_start, resets_at, selected) VALUES (?, ?, ?, ?, ?) RETURNING id");
        insert.Bind(instance.BudgetId).Bind(instance.Key).Bind(Column.Time(instance.WindowStart)).Bind(Column.Time(instance.ResetsAt))
            .Bind(StringMap.Write(instance.Values));
        insert.Step();
        var stored = new StoredInstance(insert.Int64(0), default);
        insert.Run();
        return stored;
    }
}
