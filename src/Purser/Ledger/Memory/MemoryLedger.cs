namespace Purser.Ledger.Memory;

/// <summary>The state of a ledger in memory; its owner holds the lock.</summary>
internal sealed class MemoryLedger(int detailLimit)
{
    private readonly Dictionary<BudgetInstance, Balance> _balances = [];
    private readonly Dictionary<BudgetInstance, Balance> _folded = [];
    private readonly Dictionary<(string Kind, string Id), DocumentChange> _documents = [];
    private readonly Dictionary<(string Tenant, string Key), IdempotencyRecord> _idempotency = [];
    private readonly Dictionary<Guid, OpenHold> _open = [];
    private readonly MemoryDetail<LedgerEntry> _entries = new(detailLimit, static e => e.RequestId);

    public MemoryUsage Usage { get; } = new(detailLimit);

    public long Dropped => _entries.Dropped + Usage.Dropped;

    public IEnumerable<KeyValuePair<BudgetInstance, Balance>> Balances => _balances;

    public IEnumerable<LedgerEntry> EntriesOf(Guid request) => _entries.Of(request);

    public IEnumerable<LedgerEntry> NewestEntries() => _entries.Newest();

    public LedgerState Load(DateTimeOffset horizon) => new(
        [.. _balances.Where(b => b.Key.ResetsAt is null || b.Key.ResetsAt > horizon || b.Value.Held != 0)],
        [.. _open.Values.Select(WithSettled)],
        [.. _documents.Values],
        [.. _idempotency.Values.Where(r => r.At >= horizon)]);

    /// <summary>All or nothing: whatever can fail is worked out first.</summary>
    public void Apply(IReadOnlyList<LedgerBatch> batches)
    {
        var staged = new MemoryStage(_balances, _documents, Usage);
        foreach (var batch in batches)
        {
            if (!Contains(batch) && !staged.Contains(batch))
                staged.Add(batch);
        }

        staged.Commit();
        foreach (var batch in staged.Batches)
            Append(batch);
        _entries.Trim(e => e.RequestId is { } request && _open.ContainsKey(request), Fold);
    }

    public List<string> Verify()
    {
        var folded = new Dictionary<BudgetInstance, Balance>(_folded);
        foreach (var change in _entries.Newest().SelectMany(static e => e.Changes))
            folded[change.Instance] = folded.GetValueOrDefault(change.Instance) + change.Delta;
        return [.. _balances.Where(b => folded.GetValueOrDefault(b.Key) != b.Value)
            .Select(b => $"{b.Key.BudgetId} {b.Key.Key}: the balance says {b.Value}, its entries add up to {folded.GetValueOrDefault(b.Key)}")];
    }

    public long Retain(DateTimeOffset before)
    {
        var floor = MemoryUsage.FloorOf(before);
        var old = _idempotency.Where(r => r.Value.At < floor).Select(static r => r.Key).ToArray();
        foreach (var key in old)
            _idempotency.Remove(key);
        return _entries.Remove(e => e.At < floor && !(e.RequestId is { } request && _open.ContainsKey(request)), Fold) + Usage.Retain(floor);
    }

    private bool Contains(LedgerBatch batch) =>
        batch.Entries.Count > 0 ? _entries.Contains(batch.Entries[0].Id)
        : batch.Usage.Count > 0 && Usage.Contains(batch.Usage[0].Id);

    private void Append(LedgerBatch batch)
    {
        foreach (var entry in batch.Entries)
        {
            _entries.Add(entry.Id, entry);
            if (entry.RequestId is { } request)
                Project(entry, request);
        }

        Usage.Append(batch.Usage);
    }

    private void Project(LedgerEntry entry, Guid request)
    {
        if (entry.ClosesHold)
            _open.Remove(request);
        else if (entry.Kind == EntryKind.Hold && _open.TryAdd(request, new(entry, entry.ExpiresAt ?? entry.At, [])))
        {
            // The first hold opens the reservation; a later one (budgets R20) only moves the expiry, like an extension.
        }
        else if (entry.Kind is EntryKind.Hold or EntryKind.Extend && _open.TryGetValue(request, out var open) && entry.ExpiresAt > open.ExpiresAt)
            _open[request] = open with { ExpiresAt = entry.ExpiresAt.Value };
        if (entry.IdempotencyKey is { } key)
            _idempotency[(entry.Tenant, key)] = new(entry.Tenant, key, entry.IdempotencyHash, request, entry.At);
    }

    private OpenHold WithSettled(OpenHold open)
    {
        var settled = new Dictionary<BudgetInstance, Balance>();
        foreach (var entry in _entries.Of(open.Entry.RequestId!.Value).SkipWhile(e => e.Id != open.Entry.Id).Skip(1))
        {
            foreach (var change in entry.Changes)
                settled[change.Instance] = settled.GetValueOrDefault(change.Instance) + change.Delta;
        }

        return open with { Settled = [.. settled.Select(static s => new BalanceChange(s.Key, s.Value))] };
    }

    private void Fold(LedgerEntry entry)
    {
        foreach (var change in entry.Changes)
            _folded[change.Instance] = _folded.GetValueOrDefault(change.Instance) + change.Delta;
    }
}
