using Purser.Ledger.Spooling;

namespace Purser.Ledger;

/// <summary>Batches in a spool and back. Records that can never be applied do not block those behind them: they are counted, and their segment is kept aside.</summary>
internal sealed class LedgerSpool(SegmentSpool spool)
{
    private long _appended;
    private long _replayed;
    private long _setAside;

    public bool IsEmpty => spool.IsEmpty;

    public long Replayed => Interlocked.Read(ref _replayed);

    public long SetAside => Interlocked.Read(ref _setAside);

    public long Lost => spool.Refused;

    public long Pending => spool.IsEmpty ? 0 : Math.Max(1, Interlocked.Read(ref _appended) - Replayed - SetAside);

    public bool TryAppend(LedgerBatch batch)
    {
        var kept = spool.TryAppend(LedgerBatchCodec.Write(batch));
        if (kept)
            Interlocked.Increment(ref _appended);
        return kept;
    }

    /// <summary>Segment by segment, in order; a segment goes when all of it has arrived, and the store skips what it has already.</summary>
    public async ValueTask ReplayAsync(ILedgerStore store)
    {
        while (spool.Oldest() is { } segment)
        {
            var before = SetAside;
            foreach (var record in segment.Records)
                await ReplayAsync(store, record).ConfigureAwait(false);
            spool.Remove(segment, keepFile: SetAside > before);
        }
    }

    private async ValueTask ReplayAsync(ILedgerStore store, ReadOnlyMemory<byte> record)
    {
        try
        {
            await store.ApplyAsync([LedgerBatchCodec.Read(record)], CancellationToken.None).ConfigureAwait(false);
            Interlocked.Increment(ref _replayed);
        }
        catch (Exception e) when (e is LedgerConflictException or InvalidDataException)
        {
            Interlocked.Increment(ref _setAside);
        }
    }
}
