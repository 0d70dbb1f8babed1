using Microsoft.AspNetCore.Http;

namespace Purser.Server.Hosting;

/// <summary>Counts requests under way, so that a shutdown closes the ledger only after the last of them has settled. Thread-safe.</summary>
internal sealed class RunningRequests
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _idle;
    private int _count;

    /// <summary>Requests under way.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _count;
        }
    }

    /// <summary>Runs the rest of the pipeline, counted.</summary>
    public async Task RunAsync(HttpContext http, RequestDelegate next)
    {
        lock (_gate)
            _count++;
        try
        {
            await next(http);
        }
        finally
        {
            lock (_gate)
            {
                if (--_count == 0)
                    _idle?.TrySetResult();
            }
        }
    }

    /// <summary>Waits until none is under way; false when some still are after <paramref name="most"/>.</summary>
    public async Task<bool> DrainAsync(TimeSpan most, TimeProvider clock)
    {
        Task idle;
        lock (_gate)
        {
            if (_count == 0)
                return true;
            idle = (_idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        try
        {
            await idle.WaitAsync(most, clock);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
