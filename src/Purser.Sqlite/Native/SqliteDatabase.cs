using SQLitePCL;

namespace Purser.Sqlite.Native;

/// <summary>One connection with its prepared statements, kept by their text. Used by one thread at a time.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    // Constant texts are found by reference: hashing a long INSERT costs more than binding it.
    private readonly Dictionary<object, SqliteStatement> _constants = new(ReferenceEqualityComparer.Instance);

    private SqliteDatabase(sqlite3 handle) => _handle = handle;

    /// <summary>Whether a transaction is open.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    public static SqliteDatabase OpenWriter(string path) => Open(path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);

    public static SqliteDatabase OpenReader(string path) => Open(path, raw.SQLITE_OPEN_READONLY);

    /// <summary>The statement of this text, prepared on first use; always the same texts, so the cache is bounded by the code.</summary>
    public SqliteStatement Prepare(string sql)
    {
        if (!_constants.TryGetValue(sql, out var statement))
        {
            if (!_statements.TryGetValue(sql, out statement))
                _statements.Add(sql, statement = PrepareOnce(sql));
            if (ReferenceEquals(string.IsInterned(sql), sql))
                _constants.Add(sql, statement);
        }

        statement.Reset();
        return statement;
    }

    /// <summary>Runs several statements without results.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    public string Scalar(string sql)
    {
        using var statement = PrepareOnce(sql);
        return statement.Step() ? statement.TextOrNull(0) ?? "" : "";
    }

    /// <summary>Interrupts statements while <paramref name="stop"/> says so; asked every few thousand steps. Null ends it.</summary>
    public void Limit(Func<bool>? stop) =>
        raw.sqlite3_progress_handler(_handle, stop is null ? 0 : 4_000, stop is null ? null : _ => stop() ? 1 : 0, null);

    /// <summary>Ends what is still being read.</summary>
    public void ResetAll()
    {
        foreach (var statement in _statements.Values)
            statement.Reset();
    }

    public void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw Failure(code);
    }

    public SqliteFailure Failure(int code) => new(raw.sqlite3_extended_errcode(_handle) is var extended && (extended & 0xff) == (code & 0xff) ? extended : code,
        raw.sqlite3_errmsg(_handle).utf8_to_string());

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _handle.Dispose();
    }

    private static SqliteDatabase Open(string path, int flags)
    {
        _ = SqliteLibrary.Version;
        var code = raw.sqlite3_open_v2(path, out var handle, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        var database = new SqliteDatabase(handle);
        if (code == raw.SQLITE_OK)
        {
            raw.sqlite3_busy_timeout(handle, 5_000);
            return database;
        }

        var failure = database.Failure(code);
        database.Dispose();
        throw failure;
    }

    private SqliteStatement PrepareOnce(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_handle, sql, out var statement));
        return new SqliteStatement(this, statement);
    }
}
