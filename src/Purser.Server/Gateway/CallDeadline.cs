namespace Purser.Server.Gateway;

/// <summary>
/// The time limits of one upstream exchange. Re-arming is a field write, because it happens with every chunk; one timer looks at the
/// field and sleeps on when the deadline has moved.
/// </summary>
internal sealed class CallDeadline : IDisposable
{
    private readonly TimeProvider _time;
    private readonly GatewayOptions _options;
    private readonly CancellationTokenSource _cancel = new();
    private readonly CancellationTokenRegistration _client;
    private readonly ITimer _timer;
    private readonly long _total;
    private readonly Lock _gate = new();
    private long _due = long.MaxValue;
    private long _drainUntil = long.MaxValue;
    private long _wake = long.MaxValue;
    private volatile StopReason _dueReason;
    private StopReason _stopped;
    private bool _disposed;

    public CallDeadline(TimeProvider time, GatewayOptions options, CancellationToken client)
    {
        _time = time;
        _options = options;
        _total = After(options.TotalTimeout);
        _timer = time.CreateTimer(static state => ((CallDeadline)state!).Check(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _client = client.UnsafeRegister(static state => ((CallDeadline)state!).OnClientGone(), this);
    }

    /// <summary>Cancels what waits for the upstream.</summary>
    public CancellationToken Token => _cancel.Token;

    /// <summary>Whether the client has left; its answer is read on only until the drain time is over (budgets R17).</summary>
    public bool IsClientGone => Volatile.Read(ref _drainUntil) != long.MaxValue;

    /// <summary>Which limit stopped the exchange.</summary>
    public StopReason Stopped
    {
        get
        {
            lock (_gate)
                return _stopped;
        }
    }

    /// <summary>Allows so long until the answer's headers.</summary>
    public void AwaitFirstByte() => Arm(_options.FirstByteTimeout, StopReason.FirstByte);

    /// <summary>Allows so long until the next read returns.</summary>
    public void AwaitNextRead()
    {
        if (_dueReason == StopReason.Idle)
            Volatile.Write(ref _due, After(_options.IdleTimeout));
        else
            Arm(_options.IdleTimeout, StopReason.Idle);
    }

    /// <summary>The upstream is not at fault while the client is slow: only the total limit runs.</summary>
    public void Pause() => Volatile.Write(ref _due, long.MaxValue);

    public void Dispose()
    {
        _client.Dispose();
        _timer.Dispose();
        lock (_gate)
        {
            _disposed = true;
            _cancel.Dispose();
        }
    }

    private void Arm(TimeSpan limit, StopReason reason)
    {
        _dueReason = reason;
        Volatile.Write(ref _due, After(limit));
        lock (_gate)
        {
            if (!_disposed)
                Sleep();
        }
    }

    private void OnClientGone()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            Volatile.Write(ref _drainUntil, After(_options.DrainTimeout));
            Sleep();
        }
    }

    private void Check()
    {
        lock (_gate)
        {
            if (_disposed || _stopped != StopReason.None)
                return;
            _wake = long.MaxValue;
            var now = _time.GetTimestamp();
            _stopped = now >= _drainUntil ? StopReason.ClientGone
                : now >= Volatile.Read(ref _due) ? _dueReason
                : now >= _total ? StopReason.Total
                : StopReason.None;
            if (_stopped == StopReason.None)
                Sleep();
        }

        if (_stopped != StopReason.None)
            Cancel();
    }

    private void Cancel()
    {
        try
        {
            _cancel.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The exchange ended while its time-out fired: nothing is left to stop.
        }
    }

    private void Sleep()
    {
        // A paused deadline is looked at once in an idle time, in case reading has resumed.
        var wake = Math.Min(Math.Min(Math.Min(Volatile.Read(ref _due), _drainUntil), _total), After(_options.IdleTimeout));
        // A timer that wakes sooner sleeps on by itself; setting it anew would cost more than that.
        if (wake >= _wake)
            return;
        _wake = wake;
        var wait = _time.GetElapsedTime(_time.GetTimestamp(), wake);
        _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }

    private long After(TimeSpan span) =>
        _time.GetTimestamp() + (long)((Int128)span.Ticks * _time.TimestampFrequency / TimeSpan.TicksPerSecond);
}
