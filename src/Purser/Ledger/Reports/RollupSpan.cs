namespace Purser.Ledger.Reports;

/// <summary>A half-open piece of a range in microseconds, and the level that answers it.</summary>
internal readonly record struct RollupSpan(RollupLevel Level, long From, long Until)
{
    private const long Minute = 60_000_000;

    /// <summary>Bucket length of a level in microseconds.</summary>
    public static long Unit(RollupLevel level) => level switch
    {
        RollupLevel.Quarter => 15 * Minute,
        RollupLevel.Hour => 60 * Minute,
        RollupLevel.Day => 24 * 60 * Minute,
        _ => 1,
    };

    /// <summary>Cuts a range into the fewest spans: coarse in the middle, finer towards the edges, which come from detail.</summary>
    public static IEnumerable<RollupSpan> Cover(long from, long until, RollupLevel coarsest)
    {
        if (from >= until)
            yield break;
        var (first, last) = (Microseconds.Ceiling(from, Unit(coarsest)), Microseconds.Floor(until, Unit(coarsest)));
        if (first >= last)
        {
            foreach (var span in Cover(from, until, coarsest - 1))
                yield return span;
            yield break;
        }

        if (coarsest == RollupLevel.Detail)
        {
            yield return new(coarsest, from, until);
            yield break;
        }

        foreach (var span in Cover(from, first, coarsest - 1))
            yield return span;
        yield return new(coarsest, first, last);
        foreach (var span in Cover(last, until, coarsest - 1))
            yield return span;
    }
}
