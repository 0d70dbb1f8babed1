using Purser.Ledger;

namespace Purser.Testing;

/// <summary>A ledger in memory whose writes fail or wait when told to; reads go through.</summary>
public sealed class FailingStore : ILedgerStore
{
    private readonly MemoryLedgerStore _inner = new();
    private readonly TaskCompletionSource _atGate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Thrown by every write while set.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Every write waits for it while set.</summary>
    public Task? Gate { get; set; }

    /// <summary>Ends when a write first waits at the gate.</summary>
    public Task AtGate => _atGate.Task;

    /// <summary>Sizes of the groups that were written.</summary>
    public List<int> Groups { get; } = [];

    public async ValueTask ApplyAsync(IReadOnlyList<LedgerBatch> batches, CancellationToken cancellationToken)
    {
        if (Gate is { } gate)
        {
            _atGate.TrySetResult();
            await gate;
        }

        if (Failure is { } failure)
            throw failure;
        await _inner.ApplyAsync(batches, cancellationToken);
        Groups.Add(batches.Count);
    }

    public ValueTask<LedgerState> LoadAsync(DateTimeOffset horizon, CancellationToken cancellationToken) => _inner.LoadAsync(horizon, cancellationToken);

    public ValueTask<UsageReport> QueryAsync(UsageQuery query, CancellationToken cancellationToken) => _inner.QueryAsync(query, cancellationToken);

    public ValueTask<IReadOnlyList<LedgerEntry>> EntriesAsync(Guid requestId, CancellationToken cancellationToken) => _inner.EntriesAsync(requestId, cancellationToken);

    public ValueTask<IReadOnlyList<UsageEvent>> EventsAsync(Guid requestId, CancellationToken cancellationToken) => _inner.EventsAsync(requestId, cancellationToken);

    public ValueTask<IReadOnlyList<UsageEvent>> RecentEventsAsync(int limit, CancellationToken cancellationToken) => _inner.RecentEventsAsync(limit, cancellationToken);

    public ValueTask<IReadOnlyList<UsageEvent>> FindJoinsAsync(string tenant, string provider, string responseId, DateTimeOffset since, CancellationToken cancellationToken) =>
        _inner.FindJoinsAsync(tenant, provider, responseId, since, cancellationToken);

    public ValueTask<IReadOnlyList<UsageEvent>> FindSpanJoinsAsync(
        string tenant, string traceId, string spanId, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken) =>
        _inner.FindSpanJoinsAsync(tenant, traceId, spanId, since, until, cancellationToken);

    public ValueTask<IReadOnlyList<LedgerEntry>> HistoryAsync(string? budgetId, IReadOnlyList<EntryKind> kinds, int limit, CancellationToken cancellationToken) =>
        _inner.HistoryAsync(budgetId, kinds, limit, cancellationToken);

    public ValueTask<IReadOnlyList<KeyValuePair<BudgetInstance, Balance>>> BalancesAsync(string budgetId, CancellationToken cancellationToken) =>
        _inner.BalancesAsync(budgetId, cancellationToken);

    public ValueTask<IReadOnlyList<string>> VerifyAsync(CancellationToken cancellationToken) => _inner.VerifyAsync(cancellationToken);

    public ValueTask<long> RetainAsync(DateTimeOffset before, CancellationToken cancellationToken) => _inner.RetainAsync(before, cancellationToken);

    public ValueTask DisposeAsync() => _inner.DisposeAsync();
}
