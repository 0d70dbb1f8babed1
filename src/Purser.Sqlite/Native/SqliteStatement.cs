using System.Text;
using SQLitePCL;

namespace Purser.Sqlite.Native;

/// <summary>A prepared statement, bound and stepped by one thread at a time.</summary>
internal sealed class SqliteStatement(SqliteDatabase database, sqlite3_stmt statement) : IDisposable
{
    private int _next = 1;

    public SqliteStatement Bind(long value)
    {
        database.Check(raw.sqlite3_bind_int64(statement, _next++, value));
        return this;
    }

    public SqliteStatement Bind(long? value) => value is { } v ? Bind(v) : BindNull();

    public SqliteStatement Bind(string? value)
    {
        if (value is null)
            return BindNull();
        Span<byte> buffer = stackalloc byte[512];
        var utf8 = value.Length <= 170 ? buffer[..Encoding.UTF8.GetBytes(value, buffer)] : Encoding.UTF8.GetBytes(value);
        database.Check(raw.sqlite3_bind_text(statement, _next++, utf8));
        return this;
    }

    public SqliteStatement Bind(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Bind(bytes);
    }

    public SqliteStatement Bind(Guid? value) => value is { } v ? Bind(v) : BindNull();

    /// <summary>An empty span is stored as null.</summary>
    public SqliteStatement Bind(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
            return BindNull();
        database.Check(raw.sqlite3_bind_blob(statement, _next++, value));
        return this;
    }

    public SqliteStatement BindNull()
    {
        database.Check(raw.sqlite3_bind_null(statement, _next++));
        return this;
    }

    /// <summary>Whether there is a row. Resets by itself when there is none, or on an error.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW)
            return true;
        var failure = code == raw.SQLITE_DONE ? null : database.Failure(code);
        Reset();
        return failure is null ? false : throw failure;
    }

    /// <summary>Runs to the end and resets.</summary>
    public void Run()
    {
        while (Step())
        {
        }
    }

    public void Reset()
    {
        // The result of a reset repeats the error of the step before it, which has been thrown already.
        _ = raw.sqlite3_reset(statement);
        _next = 1;
    }

    public long Int64(int column) => raw.sqlite3_column_int64(statement, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public long? Int64OrNull(int column) => IsNull(column) ? null : Int64(column);

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(statement, column);

    public Guid Guid(int column) => new(Blob(column), bigEndian: true);

    public Guid? GuidOrNull(int column) => IsNull(column) ? null : Guid(column);

    public void Dispose() => statement.Dispose();
}
