using System.IO.Pipelines;

namespace Purser.Server.Gateway;

/// <summary>
/// Copies an answer to the client as it arrives. Upstream bytes are read straight into the response's own memory; what must wait for the
/// settlement waits there, written but not flushed. A slow client stops the reading, and so the upstream.
/// </summary>
/// <param name="settle">Settles the call as complete; false: the rest must not be released.</param>
internal sealed class AnswerRelay(CallDeadline deadline, ResponseMeter meter, Settlement settlement, Func<ValueTask<bool>> settle)
{
    private const int ReadBytes = 4096;
    private const int MostUnflushed = 32 * 1024;

    /// <summary>Monotonic time of the first byte of the body; 0 before.</summary>
    public long FirstByteAt { get; private set; }

    /// <summary>Copies until the upstream ends; false when the rest must not be released.</summary>
    /// <param name="from">The upstream's body.</param>
    /// <param name="to">The client's.</param>
    /// <param name="eventual">Whether chunks are of use to the client as they come: then each is flushed.</param>
    /// <param name="time">Stamps the first byte.</param>
    public async ValueTask<bool> CopyAsync(Stream from, PipeWriter to, bool eventual, TimeProvider time)
    {
        var unflushed = 0;
        while (true)
        {
            // Flushed before the next read, not after the last one: the end of a short body waits for its settlement.
            if (unflushed >= MostUnflushed && !deadline.IsClientGone)
            {
                await to.FlushAsync(deadline.Token);
                unflushed = 0;
            }

            var memory = to.GetMemory(ReadBytes);
            var read = await ReadAsync(from, memory, time);
            if (read == 0)
                return true;
            meter.Feed(memory.Span[..read]);
            if (meter.SawTerminal && !await settle())
                return false;
            if (deadline.IsClientGone)
                continue;
            to.Advance(read);
            unflushed += read;
            if (eventual && !meter.MayBeLast)
            {
                await to.FlushAsync(deadline.Token);
                unflushed = 0;
            }

            await settlement.HeartbeatAsync();
        }
    }

    /// <summary>Copies whole events through the editor, until the upstream ends; false when the rest must not be released.</summary>
    public async ValueTask<bool> CopyEventsAsync(Stream from, PipeWriter to, UsageEditor editor, TimeProvider time)
    {
        using var events = new PooledBuffer(2 * ReadBytes);
        while (true)
        {
            var memory = events.Room(ReadBytes);
            var read = await ReadAsync(from, memory, time);
            if (read == 0)
                break;
            meter.Feed(memory.Span[..read]);
            events.Advance(read);
            if (meter.SawTerminal && !await settle())
                return false;
            if (editor.WriteWholeEvents(events, to) && !deadline.IsClientGone)
                await to.FlushAsync(deadline.Token);
            await settlement.HeartbeatAsync();
        }

        editor.WriteRest(events, to);
        return true;
    }

    private async ValueTask<int> ReadAsync(Stream from, Memory<byte> memory, TimeProvider time)
    {
        deadline.AwaitNextRead();
        var read = await from.ReadAsync(memory, deadline.Token);
        deadline.Pause();
        if (FirstByteAt == 0 && read > 0)
            FirstByteAt = time.GetTimestamp();
        return read;
    }
}
