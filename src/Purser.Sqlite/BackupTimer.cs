using Purser.Ledger;

namespace Purser.Sqlite;

/// <summary>Renews the last good copy while the ledger is open; a failure is counted and tried again at the next tick.</summary>
internal sealed class BackupTimer : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly SqliteStoreOptions _options;
    private readonly Func<CancellationToken, ValueTask> _backup;
    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _running = new(1);
    private readonly ITimer? _timer;
    private long _failures;

    public BackupTimer(SqliteStoreOptions options, Func<CancellationToken, ValueTask> backup)
    {
        (_options, _backup) = (options, backup);
        var period = options.BackupAge < Longest ? options.BackupAge : Longest;
        if (period > TimeSpan.Zero)
            _timer = options.TimeProvider.CreateTimer(_ => _ = TickAsync(), null, period, period);
    }

    /// <summary>Backups that failed since the start.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Ends a backup that is under way and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_timer is not null)
            await _timer.DisposeAsync().ConfigureAwait(false);
        await _closing.CancelAsync().ConfigureAwait(false);
        await _running.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        _running.Dispose();
        _closing.Dispose();
    }

    private async Task TickAsync()
    {
        // A copy that takes longer than the period is not begun twice.
        if (!await _running.WaitAsync(TimeSpan.Zero, CancellationToken.None).ConfigureAwait(false))
            return;
        try
        {
            if (!_closing.IsCancellationRequested && SqliteBackup.IsDue(_options))
                await _backup(_closing.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is LedgerUnavailableException or IOException or UnauthorizedAccessException)
        {
            Interlocked.Increment(ref _failures);
        }
        catch (OperationCanceledException)
        {
            // The ledger closes; that renews the copy itself.
        }
        finally
        {
            _running.Release();
        }
    }
}
