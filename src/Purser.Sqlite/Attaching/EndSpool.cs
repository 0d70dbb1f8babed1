using System.Text;
using Purser.Ledger.Spooling;

namespace Purser.Sqlite.Attaching;

/// <summary>
/// Ends of reservations that the owner could not take, in <c>attached/ID</c> of the data directory; one folder a process, and what a dead process left is taken over.
/// Bound: 256 MiB; full-mode: refused, counted by the spool. Replays are made by one caller at a time.
/// </summary>
internal sealed class EndSpool : IDisposable
{
    private readonly string _root;
    private readonly string _own;
    private readonly FileStream _lock;
    private readonly SegmentSpool _spool;

    public EndSpool(string directory, TimeProvider time)
    {
        _root = Path.Combine(directory, "attached");
        _own = Path.Combine(_root, Guid.CreateVersion7(time.GetUtcNow()).ToString("N"));
        Directory.CreateDirectory(_own);
        _lock = new FileStream(LockOf(_own), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        _spool = new SegmentSpool(new SegmentSpoolOptions { Directory = _own });
    }

    public bool TryAppend(in EndRecord end) => _spool.TryAppend([.. Encoding.UTF8.GetBytes(end.Target), (byte)'\n', .. end.Body.Span]);

    /// <summary>Sends everything that waits, of dead processes too, until <paramref name="send"/> answers false.</summary>
    public async Task ReplayAsync(Func<EndRecord, Task<bool>> send)
    {
        if (!await ReplayAsync(_spool, send).ConfigureAwait(false))
            return;
        foreach (var left in Directory.EnumerateDirectories(_root).Where(d => d != _own).ToList())
        {
            if (TryLock(left) is not { } held)
                continue;
            bool done;
            using (held)
            using (var spool = new SegmentSpool(new SegmentSpoolOptions { Directory = left }))
                done = await ReplayAsync(spool, send).ConfigureAwait(false);
            if (!done)
                return;
            Directory.Delete(left, recursive: true);
        }
    }

    public void Dispose()
    {
        var empty = _spool.IsEmpty;
        _spool.Dispose();
        _lock.Dispose();
        if (empty)
            Directory.Delete(_own, recursive: true);
    }

    private static async Task<bool> ReplayAsync(SegmentSpool spool, Func<EndRecord, Task<bool>> send)
    {
        while (spool.Oldest() is { } segment)
        {
            foreach (var record in segment.Records)
            {
                var cut = record.Span.IndexOf((byte)'\n');
                if (cut > 0 && !await send(new(Encoding.UTF8.GetString(record.Span[..cut]), record[(cut + 1)..])).ConfigureAwait(false))
                    return false;
            }

            spool.Remove(segment);
        }

        return true;
    }

    private static string LockOf(string folder) => Path.Combine(folder, "lock");

    private static FileStream? TryLock(string folder)
    {
        try
        {
            return new FileStream(LockOf(folder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
