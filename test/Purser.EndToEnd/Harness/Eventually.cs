using System.Diagnostics;

namespace Purser.EndToEnd.Harness;

/// <summary>Waits for what another process does; there is no signal to wait on but to ask again.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, int seconds = 30)
    {
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(seconds))
                throw new TimeoutException($"After {seconds} s still not: {what}");
            await timer.WaitForNextTickAsync();
        }
    }
}
