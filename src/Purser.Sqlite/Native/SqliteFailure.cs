namespace Purser.Sqlite.Native;

/// <summary>SQLite's own error, before the store says what it means for the ledger.</summary>
internal sealed class SqliteFailure(int code, string message) : Exception(message)
{
    /// <summary>The extended result code.</summary>
    public int Code { get; } = code;

    /// <summary>The primary result code.</summary>
    public int Primary => Code & 0xff;
}
