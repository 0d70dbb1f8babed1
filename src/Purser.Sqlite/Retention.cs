using Purser.Ledger;
using Purser.Ledger.Reports;
using Purser.Sqlite.Native;
using Purser.Sqlite.Tables;

namespace Purser.Sqlite;

/// <summary>Deletes detail below a checkpoint within one transaction, after all events have been rolled up: what the deleted entries did is folded into their instances first, roll-ups stay.</summary>
internal static class Retention
{
    // The detail of an open hold is still needed, however old it is.
    private const string Old = "at < ? AND (request IS NULL OR request NOT IN (SELECT request FROM holds))";

    public static long Run(SqliteDatabase database, DateTimeOffset before)
    {
        // Whole buckets only: below the floor every report is answered from roll-ups.
        var floor = Microseconds.Floor(Microseconds.Of(before), RollupSpan.Unit(RollupLevel.Quarter));
        Fold(database, floor);
        var deleted = Delete(database, "DELETE FROM entries WHERE " + Old, floor)
            + Delete(database, "DELETE FROM events WHERE admitted_at < ?", floor);
        // A sequence may be given again once its event is gone; every event that is left is rolled up, so the marks come down to them.
        database.Execute("UPDATE facts SET value = (SELECT coalesce(max(seq), 0) FROM events) WHERE name LIKE 'rollups_%'");
        Delete(database, "DELETE FROM idempotency WHERE at < ?", floor);
        database.Prepare("INSERT INTO facts (name, value) VALUES ('detail_floor', ?) ON CONFLICT DO UPDATE SET value = max(value, excluded.value)").Bind(floor).Run();
        return deleted;
    }

    private static void Fold(SqliteDatabase database, long floor)
    {
        var folded = new Dictionary<long, Balance>();
        var row = database.Prepare("SELECT changes FROM entries WHERE changes IS NOT NULL AND " + Old).Bind(floor);
        while (row.Step())
        {
            foreach (var (instance, delta) in ChangeCodec.Read(row.Blob(0)))
                folded[instance] = folded.GetValueOrDefault(instance) + delta;
        }

        foreach (var (instance, sum) in folded)
        {
            database.Prepare("""
                UPDATE instances SET folded_admitted = folded_admitted + ?, folded_held = folded_held + ?,
                    folded_adjusted = folded_adjusted + ?, folded_observed = folded_observed + ? WHERE id = ?
                """).Bind(sum.Admitted).Bind(sum.Held).Bind(sum.Adjusted).Bind(sum.Observed).Bind(instance).Run();
        }
    }

    private static long Delete(SqliteDatabase database, string sql, long floor)
    {
        database.Prepare(sql).Bind(floor).Run();
        var changes = database.Prepare("SELECT changes()");
        changes.Step();
        var count = changes.Int64(0);
        changes.Reset();
        return count;
    }
}
