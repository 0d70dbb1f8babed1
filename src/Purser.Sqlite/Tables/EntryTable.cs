using Purser.Ledger;
using Purser.Sqlite.Native;

namespace Purser.Sqlite.Tables;

/// <summary>Appends entries and keeps the open holds beside them.</summary>
internal sealed class EntryTable(SqliteDatabase database, NameTable names, InstanceTable instances, string node)
{
    private readonly Func<BalanceChange, long> _apply = change => instances.Apply(change);

    /// <summary>Whether the entry is in the ledger: found by its request, so that its id needs no index of its own.</summary>
    public bool Contains(LedgerEntry entry)
    {
        var find = entry.RequestId is { } request
            ? database.Prepare("SELECT 1 FROM entries WHERE request = ? AND id = ?").Bind(request).Bind(entry.Id)
            : database.Prepare("SELECT 1 FROM entries WHERE request IS NULL AND id = ?").Bind(entry.Id);
        var found = find.Step();
        find.Reset();
        return found;
    }

    public void Append(LedgerEntry entry)
    {
        var changes = ChangeCodec.Write(entry.Changes, _apply);
        var insert = database.Prepare("""
            INSERT INTO entries (node, id, kind, at, tenant, request, attempt, changes, expires_at, data, idempotency_key, idempotency_hash, closes)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING seq
            """);
        insert.Bind(names.Id(node)).Bind(entry.Id).Bind((long)entry.Kind).Bind(Microseconds.Of(entry.At)).Bind(names.Id(entry.Tenant))
            .Bind(entry.RequestId).Bind(entry.Attempt).Bind(changes).Bind(Column.Time(entry.ExpiresAt)).Bind(entry.Data.Span)
            .Bind(entry.IdempotencyKey).Bind(entry.IdempotencyHash.Span).Bind(entry.ClosesHold ? 1L : 0L);
        insert.Step();
        var sequence = insert.Int64(0);
        insert.Run();
        if (entry.RequestId is { } request)
            Project(entry, request, sequence);
    }

    private void Project(LedgerEntry entry, Guid request, long sequence)
    {
        if (entry.ClosesHold)
            database.Prepare("DELETE FROM holds WHERE request = ?").Bind(request).Run();
        else if (entry.Kind == EntryKind.Hold)
            Open(entry, request, sequence);
        else if (entry.Kind == EntryKind.Extend && entry.ExpiresAt is { } until)
            database.Prepare("UPDATE holds SET expires_at = max(expires_at, ?) WHERE request = ?").Bind(Microseconds.Of(until)).Bind(request).Run();
        if (entry.IdempotencyKey is { } key)
            Remember(entry, key, request);
    }

    // A second hold of the same reservation (budgets R20) belongs to the first: it only moves the expiry.
    private void Open(LedgerEntry entry, Guid request, long sequence) =>
        database.Prepare("INSERT INTO holds (request, seq, expires_at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET expires_at = max(expires_at, excluded.expires_at)")
            .Bind(request).Bind(sequence).Bind(Microseconds.Of(entry.ExpiresAt ?? entry.At)).Run();

    private void Remember(LedgerEntry entry, string key, Guid request) =>
        database.Prepare("""
            INSERT INTO idempotency (tenant, key, hash, request, at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET hash = excluded.hash, request = excluded.request, at = excluded.at
            """)
            .Bind(names.Id(entry.Tenant)).Bind(key).Bind(entry.IdempotencyHash.Span).Bind(request).Bind(Microseconds.Of(entry.At)).Run();
}
