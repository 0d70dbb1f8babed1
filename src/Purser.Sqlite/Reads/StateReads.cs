using Purser.Ledger;
using Purser.Sqlite.Native;
using Purser.Sqlite.Tables;

namespace Purser.Sqlite.Reads;

/// <summary>What a restarted engine needs.</summary>
internal static class StateReads
{
    private const string Balances = "SELECT id, admitted, held, adjusted, observed, budget, key, window_start, resets_at, selected FROM instances";

    public static LedgerState Load(SqliteDatabase database, long horizon)
    {
        var entries = new EntryReads(database);
        var live = database.Prepare(Balances + " WHERE resets_at IS NULL OR resets_at > ? OR held <> 0 ORDER BY id").Bind(horizon);
        return new(EntryReads.Balances(live), entries.OpenHolds(), Documents(database), Idempotency(database, horizon));
    }

    public static List<KeyValuePair<BudgetInstance, Balance>> BalancesOf(SqliteDatabase database, string budget) =>
        EntryReads.Balances(database.Prepare(Balances + " WHERE budget = ? ORDER BY window_start DESC, id DESC").Bind(budget));

    private static List<DocumentChange> Documents(SqliteDatabase database)
    {
        var (row, documents) = (database.Prepare("SELECT kind, id, version, json FROM documents"), new List<DocumentChange>());
        while (row.Step())
            documents.Add(new(row.Text(0), row.Text(1), row.Int64(2), row.Blob(3).ToArray()));
        return documents;
    }

    private static List<IdempotencyRecord> Idempotency(SqliteDatabase database, long horizon)
    {
        var row = database.Prepare("SELECT (SELECT text FROM names WHERE id = tenant), key, hash, request, at FROM idempotency WHERE at >= ?").Bind(horizon);
        var records = new List<IdempotencyRecord>();
        while (row.Step())
            records.Add(new(row.Text(0), row.Text(1), row.Blob(2).ToArray(), row.Guid(3), row.Time(4)));
        return records;
    }
}
