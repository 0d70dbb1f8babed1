using System.Threading.Channels;

namespace Purser.Ledger;

/// <summary>
/// The one writer of a process: takes whatever batches are queued and commits them together at once, never waiting for more (design 5).
/// Bound: <see cref="QueueBound"/> batches; full-mode: callers wait; nothing is dropped. Thread-safe.
/// </summary>
public sealed class LedgerWriter : IAsyncDisposable
{
    /// <summary>Most batches queued, and most committed together.</summary>
    public const int QueueBound = 512;

    private readonly Channel<Pending> _queue = Channel.CreateBounded<Pending>(
        new BoundedChannelOptions(QueueBound) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly ILedgerStore _store;
    private readonly Task _loop;

    /// <summary>Starts writing to the store, which stays the caller's to dispose.</summary>
    public LedgerWriter(ILedgerStore store)
    {
        _store = store;
        _loop = Task.Run(WriteAsync);
    }

    /// <summary>Returns when the batch is durable at the store's level.</summary>
    /// <exception cref="LedgerUnavailableException">Nothing of the batch was applied.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while waiting for a place; nothing was or will be applied.</exception>
    public async ValueTask CommitAsync(LedgerBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var pending = new Pending(batch);
        await _queue.Writer.WriteAsync(pending, cancellationToken).ConfigureAwait(false);
        await pending.Done.Task.ConfigureAwait(false);
    }

    /// <summary>Commits what is queued and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
    }

    private async Task WriteAsync()
    {
        var group = new List<Pending>(QueueBound);
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            group.Clear();
            while (group.Count < QueueBound && _queue.Reader.TryRead(out var pending))
                group.Add(pending);
            await CommitGroupAsync(group).ConfigureAwait(false);
        }
    }

    private async Task CommitGroupAsync(List<Pending> group)
    {
        try
        {
            await _store.ApplyAsync(group.ConvertAll(static p => p.Batch), CancellationToken.None).ConfigureAwait(false);
            foreach (var pending in group)
                pending.Done.TrySetResult();
        }
        catch (Exception e) // the loop's edge: every waiter hears of it
        {
            foreach (var pending in group)
                pending.Done.TrySetException(e);
        }
    }

    private sealed record Pending(LedgerBatch Batch)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
