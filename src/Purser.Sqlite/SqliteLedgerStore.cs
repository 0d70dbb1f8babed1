using Purser.Ledger;
using Purser.Ledger.Reports;
using Purser.Sqlite.Native;
using Purser.Sqlite.Reads;
using Purser.Sqlite.Tables;

namespace Purser.Sqlite;

/// <summary>
/// The embedded ledger: one SQLite file, one writer connection, a few query-only readers (design 5). Thread-safe.
/// Whoever opens it should own the data directory first (<see cref="DataDirectory"/>): SQLite itself lets several processes write.
/// </summary>
public sealed class SqliteLedgerStore : ILedgerStore
{
    private readonly SqliteStoreOptions _options;
    private readonly SqliteDatabase _writer;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly LedgerTables _tables;
    private readonly ReaderPool _readers;
    private readonly WalFlusher _flusher;
    private readonly BackupTimer _backups;
    private bool _disposed;

    private SqliteLedgerStore(SqliteStoreOptions options, SqliteDatabase writer)
    {
        _options = options;
        _writer = writer;
        _tables = new(writer, options.Node);
        _readers = new(options);
        _flusher = new(options.Path, options.TimeProvider);
        _backups = new(options, BackupAsync);
    }

    /// <summary>Version of the SQLite library that is loaded, such as <c>3.40.1</c>.</summary>
    public static string EngineVersion => SqliteLibrary.Version;

    /// <summary>The ledger's file.</summary>
    public string FilePath => _options.Path;

    internal long Flushes => _flusher.Flushes;

    /// <summary>Flushes of the write-ahead log that failed since the start; anything but 0 belongs on the health page.</summary>
    public long FlushFailures => _flusher.Failures;

    /// <summary>Daily copies that failed since the start; anything but 0 belongs on the health page.</summary>
    public long BackupFailures => _backups.Failures;

    /// <summary>Opens the ledger, creates or migrates it, and checks it as far as its last shutdown gives reason to.</summary>
    /// <exception cref="LedgerUnavailableException">Read-only, full, damaged or written by a newer program; the message says what to do.</exception>
    public static ValueTask<SqliteLedgerStore> OpenAsync(SqliteStoreOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(new SqliteLedgerStore(options, LedgerFile.Open(options)));
    }

    /// <summary>The schema of a file, without changing it; an absent file has version 0.</summary>
    public static SchemaStatus Status(SqliteStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return LedgerFile.Status(options);
    }

    /// <summary>Brings a closed ledger's schema to a version; down loses what the newer version added.</summary>
    /// <param name="options">Which ledger.</param>
    /// <param name="target">0 to the newest known.</param>
    public static void Migrate(SqliteStoreOptions options, int target)
    {
        ArgumentNullException.ThrowIfNull(options);
        LedgerFile.Migrate(options, target);
    }

    /// <summary>Puts the last good copy in the place of a damaged ledger, which is kept aside under the name returned (null: there was none).</summary>
    /// <exception cref="FileNotFoundException">There is no copy.</exception>
    public static ValueTask<string?> RestoreAsync(SqliteStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ValueTask.FromResult(SqliteBackup.Restore(options.Path, options.TimeProvider.GetUtcNow()));
    }

    /// <inheritdoc/>
    public ValueTask<LedgerState> LoadAsync(DateTimeOffset horizon, CancellationToken cancellationToken) =>
        _readers.ReadAsync(database => StateReads.Load(database, Microseconds.Of(horizon)), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask ApplyAsync(IReadOnlyList<LedgerBatch> batches, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batches);
        await WriteAsync(() => _tables.Apply(batches), cancellationToken).ConfigureAwait(false);
        if (_options.Durability == Durability.Process)
            _flusher.Committed();
    }

    /// <inheritdoc/>
    public ValueTask<UsageReport> QueryAsync(UsageQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var report = new UsageReportBuilder(query);
        return _readers.ReadAsync(database => new ReportReads(database, report).Run(), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LedgerEntry>> EntriesAsync(Guid requestId, CancellationToken cancellationToken) =>
        _readers.ReadAsync<IReadOnlyList<LedgerEntry>>(database => new EntryReads(database).OfRequest(requestId), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<UsageEvent>> EventsAsync(Guid requestId, CancellationToken cancellationToken) =>
        _readers.ReadAsync<IReadOnlyList<UsageEvent>>(database => EventReads.OfRequest(database, requestId), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<UsageEvent>> RecentEventsAsync(int limit, CancellationToken cancellationToken) =>
        _readers.ReadAsync<IReadOnlyList<UsageEvent>>(database => EventReads.Recent(database, limit), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<UsageEvent>> FindJoinsAsync(string tenant, string provider, string responseId, DateTimeOffset since, CancellationToken cancellationToken) =>
        _readers.ReadAsync<IReadOnlyList<UsageEvent>>(database => EventReads.Joins(database, tenant, provider, responseId, since), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<UsageEvent>> FindSpanJoinsAsync(
        string tenant, string traceId, string spanId, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken) =>
        _readers.ReadAsync<IReadOnlyList<UsageEvent>>(database => EventReads.SpanJoins(database, tenant, traceId, spanId, since, until), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LedgerEntry>> HistoryAsync(string? budgetId, IReadOnlyList<EntryKind> kinds, int limit, CancellationToken cancellationToken) =>
        _readers.ReadAsync<IReadOnlyList<LedgerEntry>>(database => new EntryReads(database).History(budgetId, kinds, limit), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<KeyValuePair<BudgetInstance, Balance>>> BalancesAsync(string budgetId, CancellationToken cancellationToken) =>
        _readers.ReadAsync<IReadOnlyList<KeyValuePair<BudgetInstance, Balance>>>(database => StateReads.BalancesOf(database, budgetId), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> VerifyAsync(CancellationToken cancellationToken) =>
        _readers.ReadAsync<IReadOnlyList<string>>(LedgerVerification.Run, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<long> RetainAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var deleted = 0L;
        await WriteAsync(
            () =>
            {
                _tables.RollUp();
                deleted = Retention.Run(_writer, before);
            },
            cancellationToken).ConfigureAwait(false);
        await WriteAsync(_tables.Forget, cancellationToken).ConfigureAwait(false);
        return deleted;
    }

    /// <summary>Writes the last good copy into <c>backup/</c> while the ledger is in use; reads and writes go on.</summary>
    public async ValueTask BackupAsync(CancellationToken cancellationToken) =>
        await _readers.ReadOutsideAsync(database => SqliteBackup.Write(database, _options.Path), cancellationToken).ConfigureAwait(false);

    /// <summary>Checkpoints, renews the last good copy when it is older than <see cref="SqliteStoreOptions.BackupAge"/>, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await _backups.DisposeAsync().ConfigureAwait(false);
        await _writing.WaitAsync().ConfigureAwait(false);
        _readers.Dispose();
        _flusher.Dispose();
        LedgerFile.Close(_writer, _options);
        _writing.Dispose();
    }

    private async ValueTask WriteAsync(Action write, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Transact(write);
        }
        catch (SqliteFailure e) when (e.Primary == SQLitePCL.raw.SQLITE_CONSTRAINT)
        {
            throw new LedgerConflictException($"The batch breaks a rule of the ledger: {e.Message}.", e);
        }
        catch (SqliteFailure e)
        {
            throw StoreErrors.Explain(e, _options.Path, "write");
        }
        catch (OverflowException e)
        {
            throw new LedgerConflictException("A sum of the ledger would leave the range of 64 bits; the batch was not applied.", e);
        }
        finally
        {
            _writing.Release();
        }
    }

    private void Transact(Action write)
    {
        _writer.Prepare("BEGIN IMMEDIATE").Run();
        try
        {
            write();
            _writer.Prepare("COMMIT").Run();
        }
        catch
        {
            _tables.Forget();
            _writer.ResetAll();
            if (_writer.InTransaction)
                _writer.Execute("ROLLBACK");
            throw;
        }
    }
}
