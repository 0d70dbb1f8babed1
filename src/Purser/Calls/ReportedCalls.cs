namespace Purser.Calls;

/// <summary>
/// What reports of the last 24 h were recorded under, so that ordinary completions need not ask the store (budgets R37). Bound: <see cref="Bound"/> names;
/// full-mode: the oldest goes first, counted in <see cref="Dropped"/>. Thread-safe.
/// </summary>
internal sealed class ReportedCalls(TimeProvider time)
{
    public const int Bound = 100_000;

    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _names = new(StringComparer.Ordinal);
    private readonly Queue<(string Name, DateTimeOffset At)> _ages = new();
    private long _dropped;
    private bool _used;

    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Whether nothing was ever reported; read without the lock.</summary>
    public bool IsEmpty => !Volatile.Read(ref _used);

    public void Add(string name)
    {
        var now = time.GetUtcNow();
        Volatile.Write(ref _used, true);
        lock (_gate)
        {
            while (_ages.TryPeek(out var oldest) && (now - oldest.At > Kept || _ages.Count >= Bound))
                Forget(_ages.Dequeue(), now);
            _names[name] = now;
            _ages.Enqueue((name, now));
        }
    }

    public bool Contains(string name)
    {
        lock (_gate)
            return _names.Count > 0 && _names.TryGetValue(name, out var at) && time.GetUtcNow() - at <= Kept;
    }

    private void Forget((string Name, DateTimeOffset At) oldest, DateTimeOffset now)
    {
        if (now - oldest.At <= Kept)
            Interlocked.Increment(ref _dropped);
        // One that was added again since stays until its later turn.
        if (_names.TryGetValue(oldest.Name, out var at) && at == oldest.At)
            _names.Remove(oldest.Name);
    }
}
