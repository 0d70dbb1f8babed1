namespace Purser.Sqlite;

/// <summary>
/// Flushes the write-ahead log to disk within <see cref="Interval"/> of a commit that was acknowledged before the flush (budgets R31, <c>process</c>).
/// A failed flush is counted and tried again after <see cref="RetryAfter"/>; it does not throw.
/// </summary>
internal sealed class WalFlusher : IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    public static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(100);

    private readonly string _path;
    private readonly ITimer _timer;
    private readonly Lock _flushing = new();
    private int _armed;
    private long _failures;
    private long _flushes;

    public WalFlusher(string path, TimeProvider time)
    {
        _path = path + "-wal";
        _timer = time.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public long Failures => Interlocked.Read(ref _failures);

    public long Flushes => Interlocked.Read(ref _flushes);

    /// <summary>Tells that a commit has been acknowledged.</summary>
    public void Committed()
    {
        if (Interlocked.Exchange(ref _armed, 1) == 0)
            _timer.Change(Interval, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private void Flush()
    {
        lock (_flushing)
        {
            Interlocked.Exchange(ref _armed, 0);
            try
            {
                // A descriptor of its own: SQLite takes no locks on the log, so closing it releases none.
                using var file = File.OpenHandle(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
                RandomAccess.FlushToDisk(file);
                Interlocked.Increment(ref _flushes);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Interlocked.Increment(ref _failures);
                Interlocked.Exchange(ref _armed, 1);
                _timer.Change(RetryAfter, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
