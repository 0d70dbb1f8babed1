using Purser.Ledger;

namespace Purser.Sqlite.Tables;

/// <summary>A balance as the writer holds it between reading and writing its row.</summary>
internal sealed class StoredInstance(long id, Balance balance)
{
    public long Id { get; } = id;

    public Balance Balance { get; set; } = balance;

    public bool Changed { get; set; }
}
