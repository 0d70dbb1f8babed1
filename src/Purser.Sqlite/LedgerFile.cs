using System.Globalization;
using Purser.Ledger;
using Purser.Sqlite.Native;
using Purser.Sqlite.Tables;

namespace Purser.Sqlite;

/// <summary>Opens, checks and closes the ledger's file.</summary>
internal static class LedgerFile
{
    // A clean file is looked at briefly; one that was not closed gets a longer look, yet bounded: start must not wait for a large ledger.
    private static readonly TimeSpan CleanCheck = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan UncleanCheck = TimeSpan.FromSeconds(5);

    // Schemas before this one expect every event in the roll-ups.
    private const int MarksVersion = 2;

    public static SqliteDatabase Open(SqliteStoreOptions options)
    {
        var path = options.Path;
        SqliteDatabase? database = null;
        try
        {
            RefuseLoss(path);
            var unclean = File.Exists(path + "-wal") && new FileInfo(path + "-wal").Length > 0;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            database = SqliteDatabase.OpenWriter(path);
            Prepare(database, options);
            Check(database, options, unclean ? UncleanCheck : CleanCheck);
            SchemaMigrations.MigrateUp(database, SchemaMigrations.Latest);
            return database;
        }
        catch (Exception e)
        {
            database?.Dispose();
            throw e switch
            {
                SqliteFailure failure => StoreErrors.Explain(failure, path, "open"),
                UnauthorizedAccessException or IOException => new LedgerUnavailableException(
                    $"The ledger {path} could not be opened: {e.Message} Make the directory writable for this user, or choose another with --data DIR.", e),
                _ => e,
            };
        }
    }

    public static SchemaStatus Status(SqliteStoreOptions options)
    {
        if (!File.Exists(options.Path))
            return new(0, SchemaMigrations.Latest, [], SqliteLibrary.Version);
        return Guarded(options, SqliteDatabase.OpenReader, SchemaMigrations.Status);
    }

    public static void Migrate(SqliteStoreOptions options, int target)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(target);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(target, SchemaMigrations.Latest);
        Guarded(options, SqliteDatabase.OpenWriter, database =>
        {
            SchemaMigrations.MigrateUp(database, target);
            if (target < MarksVersion && SchemaMigrations.Status(database).Current >= MarksVersion)
                RollUp(database, options);
            SchemaMigrations.MigrateDown(database, target);
            return target;
        });
    }

    public static void Close(SqliteDatabase database, SqliteStoreOptions options)
    {
        try
        {
            database.ResetAll();
            if (SqliteBackup.IsDue(options))
                SqliteBackup.Write(database, options.Path);
        }
        catch (Exception e) when (e is SqliteFailure or IOException or UnauthorizedAccessException)
        {
            // The ledger itself is whole; its copy is renewed at the next shutdown, and doctor shows its age.
        }
        finally
        {
            database.Dispose();
        }
    }

    private static void RollUp(SqliteDatabase database, SqliteStoreOptions options)
    {
        database.Execute("BEGIN IMMEDIATE");
        new LedgerTables(database, options.Node).RollUp();
        database.Execute("COMMIT");
    }

    private static void Prepare(SqliteDatabase database, SqliteStoreOptions options)
    {
        database.Execute("PRAGMA page_size = 4096");
        if (database.Scalar("PRAGMA journal_mode = WAL") != "wal")
            throw new LedgerUnavailableException($"The file system of {options.Path} does not support a write-ahead log; choose a local directory with --data DIR.");
        database.Execute($"PRAGMA synchronous = {(options.Durability == Durability.Power ? "FULL" : "NORMAL")}; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000");
        if (options.MaxFileBytes is { } bytes)
            database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {Math.Max(1, bytes / 4096)}"));
    }

    private static void Check(SqliteDatabase database, SqliteStoreOptions options, TimeSpan limit)
    {
        var started = options.TimeProvider.GetTimestamp();
        database.Limit(() => options.TimeProvider.GetElapsedTime(started) > limit);
        try
        {
            if (database.Scalar("PRAGMA quick_check(1)") is var verdict && verdict != "ok")
                throw new LedgerUnavailableException(StoreErrors.Corrupt(options.Path, verdict));
        }
        catch (SqliteFailure e) when (e.Primary == SQLitePCL.raw.SQLITE_INTERRUPT)
        {
            // Found nothing wrong in the time it has; doctor checks to the end.
        }
        finally
        {
            database.Limit(null);
        }
    }

    // SQLite takes an absent or empty file for a new database; where a good copy stands beside it, that is a loss and must be seen.
    private static void RefuseLoss(string path)
    {
        if ((!File.Exists(path) || new FileInfo(path).Length == 0) && File.Exists(SqliteBackup.PathOf(path)) && !File.Exists(path + "-wal"))
            throw new LedgerUnavailableException(StoreErrors.Corrupt(path, "the file is missing or empty although a good copy exists"));
    }

    private static T Guarded<T>(SqliteStoreOptions options, Func<string, SqliteDatabase> open, Func<SqliteDatabase, T> run)
    {
        try
        {
            using var database = open(options.Path);
            return run(database);
        }
        catch (SqliteFailure e)
        {
            throw StoreErrors.Explain(e, options.Path, "open");
        }
    }
}
