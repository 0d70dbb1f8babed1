using Purser.Ledger;

namespace Purser.Budgets;

/// <summary>
/// Which reservation a client's idempotency key stands for (budgets R35). Kept 24 h; bound: <see cref="Bound"/> keys; full-mode: the oldest goes first, counted in
/// <see cref="Dropped"/>. Guarded by the engine's lock.
/// </summary>
internal sealed class IdempotencyTable
{
    public const int Bound = 1_000_000;

    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private readonly Dictionary<(string Tenant, string Key), IdempotencyRecord> _records = [];
    private readonly Queue<IdempotencyRecord> _ages = new();

    public long Dropped { get; private set; }

    public IdempotencyRecord? Find(string tenant, string key) => _records.GetValueOrDefault((tenant, key));

    public void Add(IdempotencyRecord record, DateTimeOffset now)
    {
        while (_ages.TryPeek(out var oldest) && (now - oldest.At > Kept || _ages.Count >= Bound))
        {
            if (now - oldest.At <= Kept)
                Dropped++;
            Remove(_ages.Dequeue());
        }

        _records[(record.Tenant, record.Key)] = record;
        _ages.Enqueue(record);
    }

    /// <summary>Forgets a key whose hold was undone; one that was used again since is left alone.</summary>
    public void Remove(IdempotencyRecord record)
    {
        if (_records.TryGetValue((record.Tenant, record.Key), out var known) && known.RequestId == record.RequestId)
            _records.Remove((record.Tenant, record.Key));
    }
}
