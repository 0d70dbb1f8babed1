namespace Purser.Benchmarks.Reservations;

/// <summary>Threads that share work and start it together.</summary>
internal static class Crew
{
    /// <summary>Splits so many operations over the threads; an operation gets a number of its own.</summary>
    public static void Run(int threads, int operations, Action<long> operation)
    {
        if (threads == 1)
        {
            for (var i = 0; i < operations; i++)
                operation(i);
            return;
        }

        using var start = new Barrier(threads);
        var crew = new Thread[threads];
        for (var t = 0; t < threads; t++)
        {
            var (first, last) = ((long)operations * t / threads, (long)operations * (t + 1) / threads);
            crew[t] = new Thread(() =>
            {
                start.SignalAndWait();
                for (var i = first; i < last; i++)
                    operation(i);
            });
            crew[t].Start();
        }

        foreach (var thread in crew)
            thread.Join();
    }
}
