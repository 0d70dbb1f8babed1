using Purser.Ledger;
using Purser.Sqlite.Native;
using Purser.Sqlite.Tables;

namespace Purser.Sqlite.Reads;

/// <summary>Entries, instances and open holds out of the database.</summary>
internal sealed class EntryReads(SqliteDatabase database)
{
    private const string Columns =
        "SELECT seq, id, kind, at, (SELECT text FROM names WHERE names.id = tenant), request, attempt, changes, expires_at, data, idempotency_key, idempotency_hash, closes FROM entries";

    private readonly Dictionary<long, BudgetInstance> _instances = [];

    public List<LedgerEntry> OfRequest(Guid request) =>
        All(database.Prepare(Columns + " WHERE request = ? ORDER BY seq").Bind(request));

    public List<LedgerEntry> History(string? budget, IReadOnlyList<EntryKind> kinds, int limit)
    {
        var newest = Columns + (kinds.All(static k => (int)k >= 8) ? " WHERE kind >= 8 AND kind IN (" : " WHERE kind IN (")
            + string.Join(',', kinds.Select(static k => (int)k).Order()) + ") ORDER BY seq DESC";
        var (row, found) = (database.Prepare(newest), new List<LedgerEntry>());
        while (found.Count < limit && row.Step())
        {
            var entry = Read(row);
            if (budget is null || EntryBudgets.Concerns(entry, budget))
                found.Add(entry);
        }

        row.Reset();
        return found;
    }

    public List<OpenHold> OpenHolds()
    {
        var row = database.Prepare("SELECT request, seq, expires_at FROM holds ORDER BY seq");
        var holds = new List<(Guid Request, long Sequence, DateTimeOffset ExpiresAt)>();
        while (row.Step())
            holds.Add((row.Guid(0), row.Int64(1), row.Time(2)));
        return holds.ConvertAll(h => Open(h.Request, h.Sequence, h.ExpiresAt));
    }

    public static List<KeyValuePair<BudgetInstance, Balance>> Balances(SqliteStatement row)
    {
        var balances = new List<KeyValuePair<BudgetInstance, Balance>>();
        while (row.Step())
            balances.Add(new(Instance(row, 5), new(row.Int64(1), row.Int64(2), row.Int64(3), row.Int64(4))));
        return balances;
    }

    private OpenHold Open(Guid request, long sequence, DateTimeOffset expiresAt)
    {
        var row = database.Prepare(Columns + " WHERE request = ? AND seq >= ? ORDER BY seq").Bind(request).Bind(sequence);
        var entries = All(row);
        var settled = new Dictionary<BudgetInstance, Balance>();
        foreach (var change in entries.Skip(1).SelectMany(static e => e.Changes))
            settled[change.Instance] = settled.GetValueOrDefault(change.Instance) + change.Delta;
        return new(entries[0], expiresAt, [.. settled.Select(static s => new BalanceChange(s.Key, s.Value))]);
    }

    private List<LedgerEntry> All(SqliteStatement row)
    {
        var entries = new List<LedgerEntry>();
        while (row.Step())
            entries.Add(Read(row));
        return entries;
    }

    private LedgerEntry Read(SqliteStatement row) => new()
    {
        Id = row.Guid(1),
        Kind = (EntryKind)row.Int64(2),
        At = row.Time(3),
        Tenant = row.Text(4),
        RequestId = row.GuidOrNull(5),
        Attempt = (int)row.Int64(6),
        Changes = ChangeCodec.Read(row.Blob(7)).ConvertAll(c => new BalanceChange(Instance(c.Key), c.Value)),
        ExpiresAt = row.TimeOrNull(8),
        Data = row.Blob(9).ToArray(),
        IdempotencyKey = row.TextOrNull(10),
        IdempotencyHash = row.Blob(11).ToArray(),
        ClosesHold = row.Int64(12) != 0,
    };

    private BudgetInstance Instance(long id)
    {
        if (_instances.TryGetValue(id, out var known))
            return known;
        var row = database.Prepare("SELECT budget, key, window_start, resets_at, selected FROM instances WHERE id = ?").Bind(id);
        row.Step();
        var instance = Instance(row, 0);
        row.Reset();
        return _instances[id] = instance;
    }

    private static BudgetInstance Instance(SqliteStatement row, int first) =>
        new(row.Text(first), row.Text(first + 1), row.TimeOrNull(first + 2), row.TimeOrNull(first + 3), StringMap.Read(row.TextOrNull(first + 4)));
}
