using Microsoft.Extensions.Logging;
using Purser.Ledger;

namespace Purser.Server.Hosting;

/// <summary>Deletes detail that is older than <c>ledger.retention</c>, at the start and every hour from then on; totals stay. Disposing it waits for a run under way.</summary>
internal sealed partial class RetentionTimer : IAsyncDisposable
{
    /// <summary>Time between two runs.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromHours(1);

    private readonly Func<CancellationToken, ValueTask<long>> _retain;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly PeriodicTimer _timer;
    private readonly Task _running;

    /// <param name="retain">Deletes what is too old now; returns how many rows went.</param>
    /// <param name="clock">Times the runs.</param>
    /// <param name="logger">Hears of rows that went, and of failures.</param>
    public RetentionTimer(Func<CancellationToken, ValueTask<long>> retain, TimeProvider clock, ILogger logger)
    {
        _retain = retain;
        _logger = logger;
        _timer = new PeriodicTimer(Period, clock);
        _running = Task.Run(RunAsync, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _timer.Dispose();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        do
        {
            try
            {
                if (await _retain(_stop.Token) is > 0 and var rows)
                    LogDeleted(rows);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (LedgerUnavailableException e) // the loop's edge: what could not be deleted now is deleted an hour later
            {
                LogFailed(e);
            }
        }
        while (await _timer.WaitForNextTickAsync(CancellationToken.None));
    }

    [LoggerMessage(1, LogLevel.Information, "Retention deleted {Rows} rows of detail; totals stay")]
    private partial void LogDeleted(long rows);

    [LoggerMessage(2, LogLevel.Warning, "Retention could not delete old detail; it tries again in an hour")]
    private partial void LogFailed(Exception exception);
}
