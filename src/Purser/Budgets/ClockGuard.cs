namespace Purser.Budgets;

/// <summary>Reads the wall clock and notices when it jumps against the monotonic one (budgets R26). Guarded by the engine's lock.</summary>
internal sealed class ClockGuard(TimeProvider time, TimeSpan tolerance)
{
    private DateTimeOffset _wall = time.GetUtcNow();
    private long _ticks = time.GetTimestamp();

    /// <summary>The jump since the last alarm was taken, forward positive; null when none.</summary>
    public TimeSpan? Jump { get; private set; }

    public long Jumps { get; private set; }

    public DateTimeOffset Now()
    {
        var ticks = time.GetTimestamp();
        var wall = time.GetUtcNow();
        var jump = wall - _wall - time.GetElapsedTime(_ticks, ticks);
        (_wall, _ticks) = (wall, ticks);
        if (jump.Duration() > tolerance)
        {
            Jump = jump;
            Jumps++;
        }

        return wall;
    }

    public TimeSpan? TakeJump()
    {
        var jump = Jump;
        Jump = null;
        return jump;
    }
}
