using System.Globalization;
using System.Text;
using Purser.Ledger;

namespace Purser.Sqlite;

/// <summary>
/// One owner process per data directory (design 5): the operating system's lock on <c>lock</c> says whether there is one and goes with the process,
/// <c>owner.json</c> (mode 0600) says who it is. Dispose gives the directory back. Thread-safe.
/// </summary>
public sealed class DataDirectory : IDisposable
{
    private const string LockName = "lock";
    private const string OwnerName = "owner.json";
    private const int LockAttempts = 50;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>The directory.</summary>
    public string Path { get; }

    /// <summary>Takes the directory, creating it when absent.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="url">Where this process serves; null for a library. A server that learns its address later calls <see cref="Announce"/>.</param>
    /// <param name="token">Boot token for whoever may read <c>owner.json</c>; null without a URL.</param>
    /// <param name="time">Stamps the record.</param>
    /// <exception cref="DataDirectoryOwnedException">Another process has it.</exception>
    /// <exception cref="LedgerUnavailableException">It cannot be written to.</exception>
    public static DataDirectory Own(string path, string? url, string? token, TimeProvider time) =>
        TryOwn(path, url, token, time) ?? throw new DataDirectoryOwnedException(path, Owner(path));

    // The ledger names users, sessions and tags: a directory that we make is for its owner only; one that is there stays as it is.
    private static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    /// <summary>Like <see cref="Own"/>, but null when another process has it: then <see cref="Owner"/> says who.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be written to.</exception>
    public static DataDirectory? TryOwn(string path, string? url, string? token, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            Create(full);
            if (TryLock(full) is not { } held)
                return null;
            var directory = new DataDirectory(full, held);
            directory.Announce(url, token, time);
            return directory;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new LedgerUnavailableException(
                $"The data directory {full} cannot be written to: {e.Message} Make it writable for this user, or choose another with --data DIR.", e);
        }
    }

    /// <summary>The process that owns a directory now; null when none does, or when the owner has not yet said who it is.</summary>
    public static OwnerRecord? Owner(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (!IsOwned(full))
            return null;
        try
        {
            return OwnerRecord.FromJson(File.ReadAllBytes(System.IO.Path.Combine(full, OwnerName)));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Whether a living process owns the directory; a record that a dead one left behind does not count.</summary>
    public static bool IsOwned(string path)
    {
        try
        {
            // Shared locks among those who only look, so that two of them do not take each other for an owner.
            using var probe = new FileStream(System.IO.Path.Combine(path, LockName), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Says where this process serves.</summary>
    public void Announce(string? url, string? token, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var record = new OwnerRecord(Environment.ProcessId, url, token, time.GetUtcNow());
        var (target, growing) = (System.IO.Path.Combine(Path, OwnerName), System.IO.Path.Combine(Path, OwnerName + ".new"));
        // The mode is set at creation: the token is at no moment readable by others.
        File.Delete(growing);
        using (var file = new FileStream(growing, CreateOwnerOnly()))
            file.Write(record.ToJson());
        File.Move(growing, target, overwrite: true);
    }

    /// <summary>Gives the directory back.</summary>
    public void Dispose()
    {
        if (_lock.SafeFileHandle.IsClosed)
            return;
        File.Delete(System.IO.Path.Combine(Path, OwnerName));
        _lock.Dispose();
    }

    // Who only looks holds a shared lock for an instant; it must not be taken for an owner, nor for a fault.
    private static FileStream? TryLock(string directory)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return Lock(directory);
            }
            catch (IOException) when (IsOwned(directory))
            {
                return null;
            }
            catch (IOException) when (attempt < LockAttempts && File.Exists(System.IO.Path.Combine(directory, LockName)))
            {
                Thread.Yield();
            }
        }
    }

    private static FileStream Lock(string directory)
    {
        var file = new FileStream(System.IO.Path.Combine(directory, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        file.SetLength(0);
        file.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n")));
        file.Flush();
        return file;
    }

    private static FileStreamOptions CreateOwnerOnly()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return options;
    }
}
