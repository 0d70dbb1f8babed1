using Purser.Ledger.Memory;
using Purser.Ledger.Reports;

namespace Purser.Ledger;

/// <summary>
/// The ledger in memory: everything that a durable store promises but to survive the process. Balances, open holds, documents and roll-ups are kept
/// always; events and closed entries up to <see cref="MemoryStoreOptions.DetailLimit"/>. Thread-safe.
/// </summary>
public sealed class MemoryLedgerStore : ILedgerStore
{
    private readonly Lock _gate = new();
    private readonly MemoryLedger _ledger;

    /// <summary>An empty ledger with the default limits.</summary>
    public MemoryLedgerStore() : this(new MemoryStoreOptions())
    {
    }

    /// <summary>An empty ledger.</summary>
    public MemoryLedgerStore(MemoryStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.DetailLimit, 1);
        _ledger = new MemoryLedger(options.DetailLimit);
    }

    /// <summary>Events and entries that are no longer kept one by one, because newer ones took their place.</summary>
    public long DroppedDetail
    {
        get
        {
            lock (_gate)
                return _ledger.Dropped;
        }
    }

    /// <inheritdoc/>
    public ValueTask<LedgerState> LoadAsync(DateTimeOffset horizon, CancellationToken cancellationToken) => Locked(ledger => ledger.Load(horizon));

    /// <inheritdoc/>
    public ValueTask ApplyAsync(IReadOnlyList<LedgerBatch> batches, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batches);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            _ledger.Apply(batches);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<UsageReport> QueryAsync(UsageQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var report = new UsageReportBuilder(query);
        return Locked(ledger => ledger.Usage.Report(report));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LedgerEntry>> EntriesAsync(Guid requestId, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<LedgerEntry>>(ledger => [.. ledger.EntriesOf(requestId)]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<UsageEvent>> EventsAsync(Guid requestId, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<UsageEvent>>(ledger => [.. ledger.Usage.OfRequest(requestId)]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<UsageEvent>> RecentEventsAsync(int limit, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<UsageEvent>>(ledger => [.. ledger.Usage.Newest().Take(limit)]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<UsageEvent>> FindJoinsAsync(string tenant, string provider, string responseId, DateTimeOffset since, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<UsageEvent>>(ledger => [.. ledger.Usage.Newest().Where(e =>
            e.ResponseId == responseId && e.AdmittedAt >= since && e.Attributes.Tenant == tenant && e.Attributes.Provider == provider).Reverse()]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<UsageEvent>> FindSpanJoinsAsync(
        string tenant, string traceId, string spanId, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<UsageEvent>>(ledger => [.. ledger.Usage.Newest().Where(e =>
            e.SpanId == spanId && e.TraceId == traceId && e.AdmittedAt >= since && e.AdmittedAt <= until && e.Attributes.Tenant == tenant).Reverse()]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LedgerEntry>> HistoryAsync(string? budgetId, IReadOnlyList<EntryKind> kinds, int limit, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<LedgerEntry>>(ledger => [.. ledger.NewestEntries()
            .Where(e => kinds.Contains(e.Kind) && (budgetId is null || EntryBudgets.Concerns(e, budgetId))).Take(limit)]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<KeyValuePair<BudgetInstance, Balance>>> BalancesAsync(string budgetId, CancellationToken cancellationToken) =>
        Locked<IReadOnlyList<KeyValuePair<BudgetInstance, Balance>>>(ledger => [.. ledger.Balances
            .Where(b => b.Key.BudgetId == budgetId).Reverse().OrderByDescending(static b => b.Key.WindowStart)]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> VerifyAsync(CancellationToken cancellationToken) => Locked<IReadOnlyList<string>>(ledger => ledger.Verify());

    /// <inheritdoc/>
    public ValueTask<long> RetainAsync(DateTimeOffset before, CancellationToken cancellationToken) => Locked(ledger => ledger.Retain(before));

    /// <summary>Nothing to close.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private ValueTask<T> Locked<T>(Func<MemoryLedger, T> ask)
    {
        lock (_gate)
            return ValueTask.FromResult(ask(_ledger));
    }
}
