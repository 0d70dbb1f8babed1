namespace Purser.Benchmarks.Reservations;

/// <summary>The near limit: compare-and-swap on bare counters that the caller already knows; no match, no ids, no record of who holds what.</summary>
internal sealed class CasBudgets(int count, long limit)
{
    private readonly long[] _used = new long[count * 8];

    public bool Reserve(long hold)
    {
        for (var i = 0; i < count; i++)
        {
            if (!TryAdd(ref _used[i * 8], hold))
            {
                for (var undo = 0; undo < i; undo++)
                    Interlocked.Add(ref _used[undo * 8], -hold);
                return false;
            }
        }

        return true;
    }

    public void Settle(long hold, long actual)
    {
        for (var i = 0; i < count; i++)
            Interlocked.Add(ref _used[i * 8], actual - hold);
    }

    private bool TryAdd(ref long used, long hold)
    {
        while (true)
        {
            var seen = Volatile.Read(ref used);
            if (seen + hold > limit)
                return false;
            if (Interlocked.CompareExchange(ref used, seen + hold, seen) == seen)
                return true;
        }
    }
}
