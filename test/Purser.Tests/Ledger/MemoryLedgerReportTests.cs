using Purser.Ledger;
using Purser.Tests.Ledger.Contract;

namespace Purser.Tests.Ledger;

public sealed class MemoryLedgerReportTests : LedgerReportContract
{
    protected override ValueTask<ILedgerStore> OpenAsync() => new(new MemoryLedgerStore());
}
