using Purser.Ledger;

namespace Purser.Tests.Budgets;

/// <summary>The ledger in memory with an edge that breaks on demand: before a commit, or after it and before its acknowledgement.</summary>
internal sealed class FaultyStore : ILedgerStore
{
    private readonly MemoryLedgerStore _inner = new();

    /// <summary>Refuses every write, applying nothing.</summary>
    public bool Away { get; set; }

    /// <summary>Thrown by every write, which applies nothing; null: none.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Applies the next write, and then never acknowledges: what a process killed between commit and acknowledgement leaves behind.</summary>
    public bool DieAfterNext { get; set; }

    /// <summary>Writes wait for it; null: they do not.</summary>
    public Task? Held { get; set; }

    private TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<LedgerBatch> Applied { get; } = [];

    public IEnumerable<LedgerEntry> Entries => Applied.SelectMany(static b => b.Entries);

    public async ValueTask ApplyAsync(IReadOnlyList<LedgerBatch> batches, CancellationToken cancellationToken)
    {
        if (Held is { } held)
            await held;
        if (Away)
            throw new LedgerUnavailableException("away");
        if (Failure is { } failure)
            throw failure;
        await _inner.ApplyAsync(batches, cancellationToken);
        Applied.AddRange(batches);
        if (!DieAfterNext)
            return;
        _died.SetResult();
        await new TaskCompletionSource().Task;
    }

    /// <summary>Completes when the write that nobody hears of has been applied.</summary>
    public async Task DiedAsync()
    {
        await _died.Task;
        _died = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
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

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
