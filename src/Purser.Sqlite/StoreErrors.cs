using Purser.Ledger;
using Purser.Sqlite.Native;
using SQLitePCL;

namespace Purser.Sqlite;

/// <summary>What SQLite's errors mean for the ledger, and what to do about them.</summary>
internal static class StoreErrors
{
    public static LedgerUnavailableException Explain(SqliteFailure failure, string path, string doing) => new(failure.Primary switch
    {
        raw.SQLITE_FULL => $"The ledger could not be {Done(doing)}: no space is left for {path}. Nothing was applied; it recovers when space returns.",
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => Corrupt(path, failure.Message),
        raw.SQLITE_READONLY or raw.SQLITE_PERM => $"The ledger could not be {Done(doing)}: {path} or its directory is read-only. Make it writable for this user, or choose another with --data DIR.",
        raw.SQLITE_CANTOPEN => $"The ledger {path} could not be opened: {failure.Message}. See that the directory exists and is writable, or choose another with --data DIR.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"The ledger could not be {Done(doing)}: another program holds {path} locked. Close it and try again.",
        raw.SQLITE_IOERR => $"The ledger could not be {Done(doing)}: the disk of {path} failed ({failure.Message}, code {failure.Code}). Nothing was applied.",
        _ => $"The ledger {path} could not be {Done(doing)}: {failure.Message} (SQLite code {failure.Code}).",
    }, failure);

    public static string Corrupt(string path, string what) =>
        $"The ledger {path} is damaged ({what}). It was left as it is. Run 'purser doctor' for particulars, and 'purser db restore' to put back the last good copy from {SqliteBackup.DirectoryOf(path)}.";

    private static string Done(string doing) => doing == "read" ? "read" : doing == "open" ? "opened" : "written";
}
