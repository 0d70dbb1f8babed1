namespace Purser.Budgets;

/// <summary>
/// What past usage says of a budget: a limit to set, where the running window will end, and whether a period is out of the ordinary (budgets R28). Pure; amounts are
/// in one unit throughout (nano-USD, tokens or requests), ≥ 0.
/// </summary>
public static class BudgetAdvice
{
    /// <summary>Fewer periods than this say nothing about what is ordinary.</summary>
    public const int OrdinaryLeast = 5;

    /// <summary>The limit that <c>budget recommend</c> proposes: the 95th percentile (nearest rank) of the daily amounts and a fifth more, rounded up.</summary>
    /// <param name="daily">One amount a day, days without use included, in any order.</param>
    /// <returns>Null when there is nothing to go by: no day, or none with use.</returns>
    /// <exception cref="OverflowException">The limit would leave Int64.</exception>
    public static long? Recommend(IReadOnlyList<long> daily)
    {
        ArgumentNullException.ThrowIfNull(daily);
        if (daily.Count == 0)
            return null;
        var ordered = daily.Order().ToArray();
        var percentile = ordered[(int)(((ordered.Length * 95L) + 99) / 100) - 1];
        return percentile == 0 ? null : checked((long)((((Int128)percentile * 12) + 9) / 10));
    }

    /// <summary>What the window will have used at its end if it goes on as it has: linear burn since its start, rounded up.</summary>
    /// <param name="used">Used since the start.</param>
    /// <param name="start">The window's start.</param>
    /// <param name="end">The window's end.</param>
    /// <param name="now">From <paramref name="start"/> to <paramref name="end"/>.</param>
    /// <returns>At least <paramref name="used"/>, at most Int64's largest; null in the first tenth of the window, when a burst would be taken for a trend.</returns>
    public static long? Forecast(long used, DateTimeOffset start, DateTimeOffset end, DateTimeOffset now)
    {
        var (length, elapsed) = ((end - start).Ticks, (now - start).Ticks);
        if (length <= 0 || elapsed * 10m < length)
            return null;
        if (elapsed >= length)
            return used;
        var projected = (((Int128)used * length) + elapsed - 1) / elapsed;
        return projected > long.MaxValue ? long.MaxValue : (long)projected;
    }

    /// <summary>
    /// Whether a period used out of the ordinary: more than the median of the earlier ones and five times their median deviation from it, and more than twice the median,
    /// so that a steady budget is not alarmed by a little. Medians, because a spike that was seen must not hide the next one.
    /// </summary>
    /// <param name="earlier">Earlier periods of the same length; fewer than <see cref="OrdinaryLeast"/> make nothing unusual.</param>
    /// <param name="latest">The period in question.</param>
    public static bool IsAnomalous(IReadOnlyList<long> earlier, long latest)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        if (earlier.Count < OrdinaryLeast)
            return false;
        var median = Median(earlier);
        var deviation = Median([.. earlier.Select(e => Math.Abs(e - median))]);
        return latest > median + ((Int128)deviation * 5) && latest > (Int128)median * 2;
    }

    private static long Median(IReadOnlyList<long> amounts) => amounts.Order().ElementAt(amounts.Count / 2);
}
