using Purser.Ledger.Reports;

namespace Purser.Ledger.Memory;

/// <summary>What a group of batches will change, worked out beside the ledger so that a failure leaves it untouched.</summary>
internal sealed class MemoryStage(
    Dictionary<BudgetInstance, Balance> balances, Dictionary<(string Kind, string Id), DocumentChange> documents, MemoryUsage usage)
{
    private readonly Dictionary<BudgetInstance, Balance> _balances = [];
    private readonly Dictionary<(string Kind, string Id), DocumentChange> _documents = [];
    private readonly Dictionary<MemoryRollupKey, UsageTotals> _rollups = [];
    private readonly HashSet<Guid> _ids = [];

    public List<LedgerBatch> Batches { get; } = [];

    public bool Contains(LedgerBatch batch) =>
        (batch.Entries.Count > 0 && _ids.Contains(batch.Entries[0].Id)) || (batch.Entries.Count == 0 && batch.Usage.Count > 0 && _ids.Contains(batch.Usage[0].Id));

    /// <exception cref="LedgerConflictException">The batch can never be applied.</exception>
    public void Add(LedgerBatch batch)
    {
        try
        {
            foreach (var change in batch.Entries.SelectMany(static e => e.Changes))
                _balances[change.Instance] = Current(_balances, balances, change.Instance) + change.Delta;
            foreach (var e in batch.Usage)
            {
                var key = MemoryRollupKey.Of(e);
                _rollups[key] = Current(_rollups, usage.Rollups, key) + UsageTotals.Of(e);
            }
        }
        catch (OverflowException e)
        {
            throw new LedgerConflictException("A sum of the ledger would leave the range of 64 bits; the batch was not applied.", e);
        }

        foreach (var document in batch.Documents)
            Change(document);
        _ids.UnionWith(batch.Entries.Select(static e => e.Id).Concat(batch.Usage.Select(static e => e.Id)));
        Batches.Add(batch);
    }

    public void Commit()
    {
        foreach (var (instance, balance) in _balances)
            balances[instance] = balance;
        foreach (var (key, totals) in _rollups)
            usage.Rollups[key] = totals;
        foreach (var (name, document) in _documents)
        {
            if (document.Json is not { IsEmpty: false })
                documents.Remove(name);
            else
                documents[name] = document;
        }
    }

    private void Change(DocumentChange change)
    {
        var name = (change.Kind, change.Id);
        var current = _documents.GetValueOrDefault(name) ?? documents.GetValueOrDefault(name);
        var version = current?.Json is { IsEmpty: false } ? current.Version : 0;
        if (change.Version <= version)
            throw LedgerConflictException.TooLate(change, version);
        _documents[name] = change;
    }

    private static TValue Current<TKey, TValue>(Dictionary<TKey, TValue> staged, Dictionary<TKey, TValue> kept, TKey key)
        where TKey : notnull where TValue : struct =>
        staged.TryGetValue(key, out var value) ? value : kept.GetValueOrDefault(key);
}
