using Purser.Ledger;

namespace Purser.Server.Api;

/// <summary>Looks at everything that can go wrong quietly, and says what to do about it.</summary>
internal sealed class Doctor(ApiContext context)
{
    private const long DiskFreeError = 64L << 20;
    private const long DiskFreeWarning = 1L << 30;
    private static readonly Version WalResetFixed = new(3, 51, 3);

    public async Task<IReadOnlyList<HealthCheck>> RunAsync(bool verify, CancellationToken cancellationToken)
    {
        var checks = new List<HealthCheck>();
        if (context.Store?.Invoke() is { } store)
            AddStore(checks, store);
        else
            checks.Add(new("store", "warning", "The ledger is kept in memory.", "Start with --data DIR to keep it."));
        AddHolds(checks);
        AddWriter(checks);
        AddClock(checks);
        await AddPricesAsync(checks, cancellationToken);
        if (verify)
            await AddVerificationAsync(checks, cancellationToken);
        return checks;
    }

    private static void AddStore(List<HealthCheck> checks, StoreFacts store)
    {
        checks.Add(Version.TryParse(store.Engine, out var version) && version >= WalResetFixed
            ? new("store", "ok", $"SQLite {store.Engine}.")
            : new("store", "ok", $"SQLite {store.Engine}; only the writer checkpoints, as its write-ahead log needs before {WalResetFixed}."));
        checks.Add(store.Schema == store.LatestSchema
            ? new("schema", "ok", $"Schema {store.Schema}.")
            : new("schema", "error", $"Schema {store.Schema} of {store.LatestSchema}.", "Run: purser db migrate."));
        checks.Add(store.FlushFailures == 0
            ? new("flush", "ok", "Every flush to disk succeeded.")
            : new("flush", "error", $"{store.FlushFailures} flushes to disk failed.", "Check the disk; a power failure could lose what was not flushed."));
        checks.Add(store.DiskFreeBytes switch
        {
            < DiskFreeError => new("disk", "error", $"{store.DiskFreeBytes >> 20} MiB free.", "Free space now: writes will be refused."),
            < DiskFreeWarning => new("disk", "warning", $"{store.DiskFreeBytes >> 20} MiB free.", "Free space, or set ledger.retention."),
            _ => new("disk", "ok", $"{store.DiskFreeBytes >> 30} GiB free."),
        });
    }

    private void AddHolds(List<HealthCheck> checks)
    {
        var holds = context.Purser.Budgets.OpenHolds();
        var left = holds.Count(h => h.Reason.StartsWith("left behind", StringComparison.Ordinal));
        checks.Add(left == 0
            ? new("open_holds", "ok", $"{holds.Count} open.")
            : new("open_holds", "warning", $"{holds.Count} open, {left} of them left behind by an earlier process.", "They end by themselves; settle or release them to be exact."));
        var health = context.Purser.Budgets.Health();
        checks.Add(health is { RefusalsUnrecorded: 0, ListenerFaults: 0, KeysDropped: 0 }
            ? new("budgets", "ok", $"{context.Purser.Budgets.List().Count} budgets.")
            : new("budgets", "warning", $"{health.RefusalsUnrecorded} refusals not recorded, {health.ListenerFaults} listeners failed, {health.KeysDropped} idempotency keys dropped.", "See the server's log."));
    }

    private void AddWriter(List<HealthCheck> checks)
    {
        var writer = context.Purser.Writer;
        checks.Add(writer switch
        {
            { Lost: > 0 } => new("spool", "error", $"{writer.Lost} records were lost: the spool was full.", "Make room for the store, then compare the ledger with the provider's bill."),
            { SetAside: > 0 } => new("spool", "error", $"{writer.SetAside} spooled records could never be applied.", "Their segments are kept in the data directory's spool."),
            { Spooled: > 0 } => new("spool", "warning", $"{writer.Spooled} records wait in the spool.", "The store refuses writes; they follow when it takes them again."),
            _ => new("spool", "ok", "Empty."),
        });
    }

    private void AddClock(List<HealthCheck> checks)
    {
        var jumps = context.Purser.Budgets.Health().ClockJumps;
        checks.Add(jumps == 0
            ? new("clock", "ok", $"{context.Purser.Clock.GetUtcNow().UtcDateTime:O}; no jumps since the start.")
            : new("clock", "warning", $"The wall clock jumped {jumps} times since the start.", "Check the time synchronisation; windows of budgets follow the wall clock."));
    }

    private async Task AddPricesAsync(List<HealthCheck> checks, CancellationToken cancellationToken)
    {
        var since = context.Purser.Clock.GetUtcNow().AddDays(-30);
        var report = await context.Purser.Ledger.QueryAsync(new UsageQuery { GroupBy = ["provider", "model"], Since = since }, cancellationToken);
        var unpriced = report.Rows.Where(r => r.Unpriced > 0).Select(r => string.Join('/', r.Key.Select(k => k.Value ?? "(none)"))).ToList();
        checks.Add(unpriced.Count == 0
            ? new("unpriced", "ok", "Every model of the last 30 days has a price.")
            : new("unpriced", "warning", $"Without a price: {string.Join(", ", unpriced.Take(20))}.", $"Run: purser price set {unpriced[0]} --input USD --output USD."));
        var unmetered = report.Totals.Unmetered;
        checks.Add(unmetered == 0
            ? new("unmetered", "ok", "Every call of the last 30 days stated its usage.")
            : new("unmetered", "warning", $"{unmetered} calls of the last 30 days stated no usage.", "See: purser usage --by model."));
    }

    private async Task AddVerificationAsync(List<HealthCheck> checks, CancellationToken cancellationToken)
    {
        var differences = await context.Purser.Ledger.VerifyAsync(cancellationToken);
        checks.Add(differences.Count == 0
            ? new("balances", "ok", "Every balance equals the sum of its entries.")
            : new("balances", "error", string.Join(" ", differences.Take(20)), "Restore the last good copy, and report this."));
    }
}
