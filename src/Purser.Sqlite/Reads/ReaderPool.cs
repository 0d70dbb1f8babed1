using System.Collections.Concurrent;
using Purser.Ledger;
using Purser.Sqlite.Native;

namespace Purser.Sqlite.Reads;

/// <summary>
/// A few query-only connections. Readers never checkpoint (SQLite before 3.51.3 can lose a WAL reset otherwise) and no read outlives its time,
/// because an old snapshot keeps the write-ahead log from being reused. Bound: <c>MaxReaders</c>; full-mode: callers wait.
/// </summary>
internal sealed class ReaderPool(SqliteStoreOptions options) : IDisposable
{
    private readonly ConcurrentBag<SqliteDatabase> _idle = [];
    private readonly SemaphoreSlim _places = new(options.MaxReaders);

    public async ValueTask<T> ReadAsync<T>(Func<SqliteDatabase, T> read, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Read(read, cancellationToken);
        }
        catch (SqliteFailure e)
        {
            throw StoreErrors.Explain(e, options.Path, "read");
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Work that sets its own transactions and may take long: on a connection of its own, without a time limit.</summary>
    public async ValueTask ReadOutsideAsync(Action<SqliteDatabase> read, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var database = SqliteDatabase.OpenReader(options.Path);
            database.Execute("PRAGMA wal_autocheckpoint = 0");
            database.Limit(() => cancellationToken.IsCancellationRequested);
            read(database);
        }
        catch (SqliteFailure e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw StoreErrors.Explain(e, options.Path, "read");
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var database))
            database.Dispose();
        _places.Dispose();
    }

    private T Read<T>(Func<SqliteDatabase, T> read, CancellationToken cancellationToken)
    {
        if (!_idle.TryTake(out var database))
            database = Open();
        var started = options.TimeProvider.GetTimestamp();
        var late = false;
        database.Limit(() => cancellationToken.IsCancellationRequested || (late = options.TimeProvider.GetElapsedTime(started) > options.ReadTimeout));
        try
        {
            // One snapshot for all statements of a read.
            database.Execute("BEGIN");
            return read(database);
        }
        catch (SqliteFailure e) when (e.Primary == SQLitePCL.raw.SQLITE_INTERRUPT)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw late ? new TimeoutException($"The read took longer than {options.ReadTimeout.TotalSeconds:0} s; ask for a shorter range.") : e;
        }
        finally
        {
            Return(database);
        }
    }

    private void Return(SqliteDatabase database)
    {
        database.Limit(null);
        try
        {
            database.ResetAll();
            if (database.InTransaction)
                database.Execute("ROLLBACK");
            _idle.Add(database);
        }
        catch (SqliteFailure)
        {
            // A connection that cannot even roll back is of no more use; the next read opens another.
            database.Dispose();
        }
    }

    private SqliteDatabase Open()
    {
        var database = SqliteDatabase.OpenReader(options.Path);
        database.Execute("PRAGMA query_only = 1; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -32768");
        return database;
    }
}
