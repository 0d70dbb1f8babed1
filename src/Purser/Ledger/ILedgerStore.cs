namespace Purser.Ledger;

/// <summary>
/// Where the ledger is kept: the plug-in point for stores (memory, SQLite, PostgreSQL). <see cref="ApplyAsync"/> has one caller, the writer;
/// everything else may be called from any thread.
/// </summary>
public interface ILedgerStore : IAsyncDisposable
{
    /// <summary>What a restarted engine needs to know. Idempotency keys and ended instances older than <paramref name="horizon"/> are left out.</summary>
    ValueTask<LedgerState> LoadAsync(DateTimeOffset horizon, CancellationToken cancellationToken);

    /// <summary>Applies all batches in one transaction, acknowledged at the store's durability. A batch whose first entry (else event) is already there is skipped whole.</summary>
    /// <exception cref="LedgerUnavailableException">Nothing was applied.</exception>
    /// <exception cref="LedgerConflictException">A batch can never be applied; nothing of any batch was. Applied singly, the others succeed.</exception>
    ValueTask ApplyAsync(IReadOnlyList<LedgerBatch> batches, CancellationToken cancellationToken);

    /// <summary>Answers from roll-ups, the edges of the range from detail; exact to the nano-dollar.</summary>
    /// <exception cref="ArgumentException">An unknown grouping or zone; the message lists what is known.</exception>
    ValueTask<UsageReport> QueryAsync(UsageQuery query, CancellationToken cancellationToken);

    /// <summary>Every entry of one reservation or call, in order; empty when unknown.</summary>
    ValueTask<IReadOnlyList<LedgerEntry>> EntriesAsync(Guid requestId, CancellationToken cancellationToken);

    /// <summary>Every usage event of one reservation or call, in order; empty when unknown.</summary>
    ValueTask<IReadOnlyList<UsageEvent>> EventsAsync(Guid requestId, CancellationToken cancellationToken);

    /// <summary>The newest events first, at most <paramref name="limit"/>, before the cursor when one is given.</summary>
    ValueTask<IReadOnlyList<UsageEvent>> RecentEventsAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Events of the last 24 h that a record from another source may join on (R37).</summary>
    ValueTask<IReadOnlyList<UsageEvent>> FindJoinsAsync(string tenant, string provider, string responseId, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>Events of one span, admitted from <paramref name="since"/> to <paramref name="until"/> inclusive, that a record without a response id may join on (R37).</summary>
    ValueTask<IReadOnlyList<UsageEvent>> FindSpanJoinsAsync(
        string tenant, string traceId, string spanId, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Entries of these kinds that concern one budget (null: any), newest first, at most <paramref name="limit"/>.</summary>
    ValueTask<IReadOnlyList<LedgerEntry>> HistoryAsync(string? budgetId, IReadOnlyList<EntryKind> kinds, int limit, CancellationToken cancellationToken);

    /// <summary>Every instance of a budget with its balance, ended ones included, newest window first.</summary>
    ValueTask<IReadOnlyList<KeyValuePair<BudgetInstance, Balance>>> BalancesAsync(string budgetId, CancellationToken cancellationToken);

    /// <summary>Folds every entry and compares with the balances; empty when they agree, else one line a disagreement.</summary>
    ValueTask<IReadOnlyList<string>> VerifyAsync(CancellationToken cancellationToken);

    /// <summary>Deletes detail older than <paramref name="before"/> below a checkpoint; totals stay. Returns how many events and entries went.</summary>
    ValueTask<long> RetainAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
