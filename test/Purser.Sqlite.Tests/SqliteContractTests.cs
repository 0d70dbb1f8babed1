using Purser.Ledger;
using Purser.Tests.Ledger.Contract;

namespace Purser.Sqlite.Tests;

public sealed class SqliteContractTests : LedgerStoreContract
{
    private readonly SqliteFolder _folder = new();

    protected override async ValueTask<ILedgerStore> OpenAsync() => await _folder.OpenAsync();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}
