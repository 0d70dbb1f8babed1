using Purser.Ledger;
using Purser.Sqlite.Native;
using Purser.Sqlite.Tables;

namespace Purser.Sqlite.Reads;

/// <summary>Folds every entry from the checkpoint and compares with the balances.</summary>
internal static class LedgerVerification
{
    public static List<string> Run(SqliteDatabase database)
    {
        var folded = Checkpoint(database);
        var entry = database.Prepare("SELECT changes FROM entries WHERE changes IS NOT NULL");
        while (entry.Step())
        {
            foreach (var (instance, delta) in ChangeCodec.Read(entry.Blob(0)))
                folded[instance] = folded.GetValueOrDefault(instance) + delta;
        }

        return Compare(database, folded);
    }

    private static Dictionary<long, Balance> Checkpoint(SqliteDatabase database)
    {
        var row = database.Prepare("SELECT id, folded_admitted, folded_held, folded_adjusted, folded_observed FROM instances");
        var folded = new Dictionary<long, Balance>();
        while (row.Step())
            folded[row.Int64(0)] = new(row.Int64(1), row.Int64(2), row.Int64(3), row.Int64(4));
        return folded;
    }

    private static List<string> Compare(SqliteDatabase database, Dictionary<long, Balance> folded)
    {
        var row = database.Prepare("SELECT id, admitted, held, adjusted, observed, budget, key FROM instances ORDER BY id");
        var disagreements = new List<string>();
        while (row.Step())
        {
            var stored = new Balance(row.Int64(1), row.Int64(2), row.Int64(3), row.Int64(4));
            if (folded.Remove(row.Int64(0), out var expected) && expected != stored)
                disagreements.Add($"{row.Text(5)} {row.Text(6)}: the balance says {stored}, its entries add up to {expected}");
        }

        disagreements.AddRange(folded.Select(static f => $"instance {f.Key}: entries add up to {f.Value}, but it has no balance"));
        return disagreements;
    }
}
