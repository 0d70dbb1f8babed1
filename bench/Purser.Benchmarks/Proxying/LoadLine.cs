using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Purser.Benchmarks.Proxying;

/// <summary>One connection and the thread that drives it.</summary>
internal sealed partial class LoadLine
{
    private readonly LoadPlan _plan;
    private readonly int _index;
    private readonly long _began;
    private readonly Thread _thread;

    public LoadLine(LoadPlan plan, int index, long began)
    {
        (_plan, _index, _began) = (plan, index, began);
        _thread = new Thread(Run);
    }

    /// <summary>Microseconds from due to the last byte.</summary>
    public List<double> Totals { get; } = [];

    /// <summary>Microseconds from due to the first byte of the body.</summary>
    public List<double> FirstBytes { get; } = [];

    public long Failed { get; private set; }

    public string? Failure { get; private set; }

    public void Start() => _thread.Start();

    public void Join() => _thread.Join();

    private void Run()
    {
        try
        {
            using var exchange = new HttpExchange(_plan);
            var end = _began + (long)(_plan.Seconds * Stopwatch.Frequency);
            var step = _plan.PerSecond > 0 ? Stopwatch.Frequency / _plan.PerSecond : 0;
            for (var i = 0L; ; i++)
            {
                var due = step > 0 ? _began + (long)((i * _plan.Connections + _index) * step) : Math.Max(_began, Stopwatch.GetTimestamp());
                if (due >= end)
                    return;
                WaitUntil(due);
                Record(exchange, due);
            }
        }
        catch (Exception e) // the thread's edge: what ended it is part of the result
        {
            Failed++;
            Failure = e.Message;
        }
    }

    private void Record(HttpExchange exchange, long due)
    {
        var status = exchange.Run(out var firstByte);
        if (status != 200)
        {
            Failed++;
            Failure ??= $"status {status}: {exchange.Head}";
            return;
        }

        Totals.Add(Stopwatch.GetElapsedTime(due).TotalMicroseconds);
        FirstBytes.Add(Stopwatch.GetElapsedTime(due, firstByte).TotalMicroseconds);
    }

    // The runtime's timers go by milliseconds; latencies here are tens of microseconds.
    private static void WaitUntil(long due)
    {
        while (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is var left && left > TimeSpan.Zero)
        {
            var time = new TimeSpec { Seconds = (nint)(long)left.TotalSeconds, Nanoseconds = (nint)(long)(left.TotalNanoseconds % 1e9) };
            _ = NanoSleep(in time, 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int NanoSleep(in TimeSpec time, nint left);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
