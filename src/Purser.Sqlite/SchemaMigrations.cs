using System.Globalization;
using Purser.Ledger;
using Purser.Sqlite.Native;

namespace Purser.Sqlite;

/// <summary>Numbered migrations, each in a transaction of its own together with the version it leads to (<c>PRAGMA user_version</c>).</summary>
internal static class SchemaMigrations
{
    private static readonly string[] Names = [.. typeof(SchemaMigrations).Assembly.GetManifestResourceNames()
        .Where(static n => n.EndsWith(".sql", StringComparison.Ordinal) && !n.EndsWith(".down.sql", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)];

    public static int Latest => Names.Length;

    public static SchemaStatus Status(SqliteDatabase database)
    {
        var current = Version(database);
        return new(current, Latest, [.. Names.Skip(current).Select(Path.GetFileNameWithoutExtension)!], SqliteLibrary.Version);
    }

    /// <exception cref="LedgerUnavailableException">The schema is newer than this program.</exception>
    public static void MigrateUp(SqliteDatabase database, int target)
    {
        var current = Version(database);
        if (current > Latest)
        {
            throw new LedgerUnavailableException(
                $"The ledger has schema version {current}; this program knows up to {Latest}. Use the newer program that wrote it.");
        }

        for (var version = current + 1; version <= target; version++)
            Apply(database, Read(Names[version - 1]), version);
    }

    public static void MigrateDown(SqliteDatabase database, int target)
    {
        for (var version = Version(database); version > target; version--)
            Apply(database, Read(Path.ChangeExtension(Names[version - 1], ".down.sql")), version - 1);
    }

    private static int Version(SqliteDatabase database) =>
        int.Parse(database.Scalar("PRAGMA user_version"), CultureInfo.InvariantCulture);

    private static void Apply(SqliteDatabase database, string sql, int version)
    {
        database.Execute("BEGIN IMMEDIATE");
        try
        {
            database.Execute(sql);
            database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version}"));
            database.Execute("COMMIT");
        }
        catch
        {
            if (database.InTransaction)
                database.Execute("ROLLBACK");
            throw;
        }
    }

    private static string Read(string name)
    {
        using var stream = typeof(SchemaMigrations).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
