using Purser.Sqlite.Native;

namespace Purser.Sqlite;

/// <summary>The last good copy of a ledger, kept in <c>backup/</c> beside it.</summary>
internal static class SqliteBackup
{
    public static string DirectoryOf(string path) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, "backup");

    public static string PathOf(string path) => Path.Combine(DirectoryOf(path), Path.GetFileName(path));

    /// <summary>Whether there is no copy yet, or one that has reached <see cref="SqliteStoreOptions.BackupAge"/>.</summary>
    public static bool IsDue(SqliteStoreOptions options)
    {
        var copy = new FileInfo(PathOf(options.Path));
        return !copy.Exists || options.TimeProvider.GetUtcNow().UtcDateTime - copy.LastWriteTimeUtc >= options.BackupAge;
    }

    /// <summary>Writes a consistent copy and puts it in the place of the old one only when it is whole and on disk.</summary>
    public static void Write(SqliteDatabase database, string path)
    {
        Directory.CreateDirectory(DirectoryOf(path));
        var (target, growing) = (PathOf(path), PathOf(path) + ".new");
        File.Delete(growing);
        database.Prepare("VACUUM INTO ?").Bind(growing).Run();
        using (var file = File.OpenHandle(growing, FileMode.Open, FileAccess.ReadWrite))
            RandomAccess.FlushToDisk(file);
        File.Move(growing, target, overwrite: true);
    }

    /// <summary>Puts the copy in the ledger's place and the damaged files aside; returns where they went, null when there were none.</summary>
    public static string? Restore(string path, DateTimeOffset now)
    {
        var backup = PathOf(path);
        if (!File.Exists(backup))
            throw new FileNotFoundException($"There is no last good copy at {backup}.", backup);
        var growing = path + ".restored";
        File.Copy(backup, growing, overwrite: true);
        var aside = File.Exists(path) ? path + now.ToString("'.damaged-'yyyyMMdd'T'HHmmss") : null;
        foreach (var suffix in new[] { "", "-wal", "-shm" })
        {
            if (!File.Exists(path + suffix))
                continue;
            File.Move(path + suffix, (aside ?? path + ".damaged") + suffix, overwrite: true);
        }

        File.Move(growing, path);
        return aside;
    }
}
