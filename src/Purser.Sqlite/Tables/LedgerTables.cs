using Purser.Ledger;
using Purser.Sqlite.Native;

namespace Purser.Sqlite.Tables;

/// <summary>Everything that a batch touches, on the writer's connection.</summary>
internal sealed class LedgerTables
{
    private readonly SqliteDatabase _database;
    private readonly NameTable _names;
    private readonly DimensionTable _dimensions;
    private readonly InstanceTable _instances;
    private readonly Rollups _rollups;
    private readonly EntryTable _entries;
    private readonly EventTable _events;

    public LedgerTables(SqliteDatabase database, string node)
    {
        _database = database;
        _names = new(database);
        _dimensions = new(database, _names);
        _instances = new(database);
        _rollups = new(database, _names, _dimensions);
        _entries = new(database, _names, _instances, node);
        _events = new(database, _names, _rollups, node);
    }

    /// <summary>Applies all in the open transaction; batches that are there already are skipped.</summary>
    public void Apply(IReadOnlyList<LedgerBatch> batches)
    {
        _rollups.Begin();
        foreach (var batch in batches)
        {
            if (!Contains(batch))
                Apply(batch);
        }

        _instances.Flush();
        _rollups.Flush(all: false);
    }

    /// <summary>Brings every roll-up up to the newest event.</summary>
    public void RollUp()
    {
        _rollups.Begin();
        _rollups.Flush(all: true);
    }

    /// <summary>After a rollback: what was remembered may never have come to be.</summary>
    public void Forget()
    {
        _names.Forget();
        _dimensions.Forget();
        _instances.Forget();
        _rollups.Forget();
    }

    private bool Contains(LedgerBatch batch) =>
        batch.Entries.Count > 0 ? _entries.Contains(batch.Entries[0])
        : batch.Usage.Count > 0 && _events.Contains(batch.Usage[0]);

    private void Apply(LedgerBatch batch)
    {
        foreach (var entry in batch.Entries)
            _entries.Append(entry);
        foreach (var e in batch.Usage)
            _events.Append(e);
        foreach (var document in batch.Documents)
            Change(document);
        foreach (var row in batch.Outbox)
        {
            _database.Prepare("INSERT INTO outbox (id, destination, lane, at, payload) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
                .Bind(row.Id).Bind(row.Destination).Bind(row.Lane).Bind(Microseconds.Of(row.At)).Bind(row.Payload.Span).Run();
        }
    }

    private void Change(DocumentChange change)
    {
        var find = _database.Prepare("SELECT version FROM documents WHERE kind = ? AND id = ?").Bind(change.Kind).Bind(change.Id);
        var current = find.Step() ? find.Int64(0) : 0;
        find.Reset();
        if (change.Version <= current)
            throw LedgerConflictException.TooLate(change, current);
        if (change.Json is { IsEmpty: false } json)
        {
            _database.Prepare("REPLACE INTO documents (kind, id, version, json) VALUES (?, ?, ?, ?)")
                .Bind(change.Kind).Bind(change.Id).Bind(change.Version).Bind(json.Span).Run();
        }
        else
        {
            _database.Prepare("DELETE FROM documents WHERE kind = ? AND id = ?").Bind(change.Kind).Bind(change.Id).Run();
        }
    }
}
