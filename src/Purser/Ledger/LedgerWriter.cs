using System.Threading.Channels;
using Purser.Ledger.Spooling;

namespace Purser.Ledger;

/// <summary>
/// The one writer of a process: takes whatever batches are queued and commits them together at once, never waiting for more (design 5).
/// Bound: <see cref="QueueBound"/> batches; full-mode: callers wait up to <see cref="LedgerWriterOptions.QueueWait"/>, then spend that has happened goes to the
/// spool and anything else is refused (budgets R33). A batch that can never be applied fails alone. Thread-safe.
/// </summary>
public sealed class LedgerWriter : IAsyncDisposable
{
    /// <summary>Most batches queued, and most committed together.</summary>
    public const int QueueBound = 512;

    private readonly Channel<PendingBatch> _queue = Channel.CreateBounded<PendingBatch>(
        new BoundedChannelOptions(QueueBound) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly ILedgerStore _store;
    private readonly LedgerWriterOptions _options;
    private readonly LedgerSpool? _spool;
    private readonly ITimer? _replay;
    private readonly Task _loop;
    private long _refusals;

    /// <summary>Starts writing to the store, which stays the caller's to dispose.</summary>
    public LedgerWriter(ILedgerStore store) : this(store, new LedgerWriterOptions())
    {
    }

    /// <summary>Starts writing to the store; store and spool stay the caller's to dispose.</summary>
    public LedgerWriter(ILedgerStore store, LedgerWriterOptions options)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        (_store, _options) = (store, options);
        if (options.Spool is { } spool)
        {
            _spool = new LedgerSpool(spool);
            _replay = options.TimeProvider.CreateTimer(_ => RequestReplay(), null, options.ReplayInterval, options.ReplayInterval);
        }

        _loop = Task.Run(WriteAsync);
    }

    /// <summary>Batches refused since the start, because the queue stayed full.</summary>
    public long Refusals => Interlocked.Read(ref _refusals);

    /// <summary>Batches in the spool or on their way out of it; 0 without a spool. A figure for the health page.</summary>
    public long Spooled => _spool?.Pending ?? 0;

    /// <summary>Spend that could be kept nowhere since the start: the store refused and the spool was full. Anything but 0 is an alarm.</summary>
    public long Lost => _spool?.Lost ?? 0;

    /// <summary>Spooled records that can never be applied (they contradict the ledger, or cannot be read); they were set aside.</summary>
    public long SetAside => _spool?.SetAside ?? 0;

    /// <summary>Returns when the batch is durable at the store's level, or kept in the spool.</summary>
    /// <exception cref="LedgerUnavailableException">Nothing of the batch was applied or kept.</exception>
    /// <exception cref="LedgerConflictException">The batch can never be applied.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while waiting for a place; nothing was or will be applied.</exception>
    public ValueTask<CommitOutcome> CommitAsync(LedgerBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var pending = new PendingBatch(batch);
        return _queue.Writer.TryWrite(pending) ? new(pending.Done.Task) : EnqueueAsync(pending, cancellationToken);
    }

    /// <summary>
    /// Writes everything that an earlier process left in the spool. Call it before the engine loads its state: a settlement that is still
    /// in the spool would be missing there. Returns how many batches were written.
    /// </summary>
    /// <exception cref="LedgerUnavailableException">The store refuses still; what is left stays in the spool.</exception>
    public async ValueTask<long> ReplaySpoolAsync(CancellationToken cancellationToken)
    {
        if (_spool is null)
            return 0;
        var before = _spool.Replayed;
        var pending = new PendingBatch(null);
        await _queue.Writer.WriteAsync(pending, cancellationToken).ConfigureAwait(false);
        await pending.Done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return _spool.Replayed - before;
    }

    /// <summary>Commits what is queued and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_replay is not null)
            await _replay.DisposeAsync().ConfigureAwait(false);
        _queue.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
    }

    private async ValueTask<CommitOutcome> EnqueueAsync(PendingBatch pending, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(_options.QueueWait, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await _queue.Writer.WriteAsync(pending, either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ChannelClosedException || late.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TrySpool(pending.Batch!))
                return CommitOutcome.Spooled;
            Interlocked.Increment(ref _refusals);
            throw new LedgerUnavailableException(e is ChannelClosedException
                ? "The ledger is shutting down and takes no more writes."
                : $"The ledger's queue of {QueueBound} batches stayed full for {_options.QueueWait.TotalSeconds:0.###} s; the store is too slow or away.", e);
        }

        return await pending.Done.Task.ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        var group = new List<PendingBatch>(QueueBound);
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            group.Clear();
            PendingBatch? replay = null;
            while (replay is null && group.Count < QueueBound && _queue.Reader.TryRead(out var pending))
            {
                if (pending.Batch is null)
                    replay = pending;
                else
                    group.Add(pending);
            }

            if (group.Count > 0)
                await CommitGroupAsync(group).ConfigureAwait(false);
            if (replay is not null)
                await ReplayAsync(replay).ConfigureAwait(false);
        }
    }

    private async Task CommitGroupAsync(List<PendingBatch> group)
    {
        try
        {
            await _store.ApplyAsync(group.ConvertAll(static p => p.Batch!), CancellationToken.None).ConfigureAwait(false);
            foreach (var pending in group)
                pending.Done.TrySetResult(CommitOutcome.Committed);
        }
        catch (LedgerUnavailableException e)
        {
            foreach (var pending in group)
                Refuse(pending, e);
        }
        catch (Exception) when (group.Count > 1)
        {
            // One of them is at fault; singly, it fails alone.
            foreach (var pending in group)
                await CommitGroupAsync([pending]).ConfigureAwait(false);
        }
        catch (Exception e) // the loop's edge: the waiter hears of it
        {
            group[0].Done.TrySetException(e);
        }
    }

    private void Refuse(PendingBatch pending, LedgerUnavailableException e)
    {
        if (TrySpool(pending.Batch!))
            pending.Done.TrySetResult(CommitOutcome.Spooled);
        else
            pending.Done.TrySetException(e);
    }

    private bool TrySpool(LedgerBatch batch) => batch.Spoolable && _spool is not null && _spool.TryAppend(batch);

    // A full queue has a replay request in it, or the next tick brings another.
    private void RequestReplay()
    {
        if (!_spool!.IsEmpty)
            _queue.Writer.TryWrite(new PendingBatch(null));
    }

    private async Task ReplayAsync(PendingBatch request)
    {
        try
        {
            await _spool!.ReplayAsync(_store).ConfigureAwait(false);
            request.Done.TrySetResult(CommitOutcome.Committed);
        }
        catch (Exception e) // the loop's edge: whoever asked hears of it, the timer asks again
        {
            request.Done.TrySetException(e);
            _ = request.Done.Task.Exception;
        }
    }
}
