using System.Buffers;
using System.IO.Pipelines;

namespace Purser.Server.Gateway;

/// <summary>
/// Copies an answer to the client as it arrives. What must wait for the settlement waits in the response, written but not flushed.
/// A slow client stops the reading, and so the upstream.
/// </summary>
/// <param name="settle">Settles the call as complete; false: the rest must not be released.</param>
internal sealed class AnswerRelay(CallDeadline deadline, ResponseMeter meter, Settlement settlement, Func<ValueTask<bool>> settle, TimeProvider time)
{
    private const int ReadBytes = 4096;
    private const int StreamReadBytes = 16 * 1024;
    private const int MostUnflushed = 32 * 1024;
    private int _unflushed;
    private bool _mayFlush;

    /// <summary>Monotonic time of the first byte of the body; 0 before.</summary>
    public long FirstByteAt { get; private set; }

    /// <summary>Copies an answer of one piece, read straight into the response's own memory; false when the rest must not be released.</summary>
    public async ValueTask<bool> CopyAsync(Stream from, PipeWriter to)
    {
        while (true)
        {
            // Flushed before the next read, not after the last one: the end of a short body waits for its settlement.
            if (_unflushed >= MostUnflushed && !deadline.IsClientGone)
            {
                await to.FlushAsync(deadline.Token);
                _unflushed = 0;
            }

            var memory = to.GetMemory(ReadBytes);
            deadline.AwaitNextRead();
            var read = await from.ReadAsync(memory, deadline.Token);
            deadline.Pause();
            if (read == 0)
                return true;
            Meter(memory.Span[..read]);
            if (meter.SawTerminal && !await settle())
                return false;
            if (deadline.IsClientGone)
                continue;
            to.Advance(read);
            _unflushed += read;
            await settlement.HeartbeatAsync();
        }
    }

    /// <summary>Copies a stream whose chunks are of use as they come; false when the rest must not be released.</summary>
    /// <param name="from">The upstream's body.</param>
    /// <param name="to">The client's.</param>
    /// <param name="editor">Takes usage out of whole events; null: every byte passes.</param>
    public async ValueTask<bool> CopyStreamAsync(Stream from, PipeWriter to, UsageEditor? editor)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(StreamReadBytes);
        using var events = editor is null ? null : new PooledBuffer(StreamReadBytes);
        // The headers wait to be flushed too.
        _mayFlush = true;
        while (await ReadChunkAsync(from, buffer, to) is > 0 and var read)
        {
            Meter(buffer.AsSpan(0, read));
            // What came before the end is released; the end itself waits.
            if ((meter.SawTerminal && !settlement.IsDone) || meter.MayBeLast)
                await FlushAsync(to);
            if (meter.SawTerminal && !await settle())
                return false;
            if (!deadline.IsClientGone)
                Write(buffer.AsSpan(0, read), to, editor, events);
            await settlement.HeartbeatAsync();
        }

        editor?.WriteRest(events!, to);
        // After a failure the array is left to the collector: a read that was given up may still write to it.
        ArrayPool<byte>.Shared.Return(buffer);
        return true;
    }

    private void Meter(ReadOnlySpan<byte> bytes)
    {
        if (FirstByteAt == 0)
            FirstByteAt = time.GetTimestamp();
        meter.Feed(bytes);
    }

    private void Write(ReadOnlySpan<byte> bytes, PipeWriter to, UsageEditor? editor, PooledBuffer? events)
    {
        var wrote = true;
        if (editor is null)
        {
            to.Write(bytes);
        }
        else
        {
            events!.Append(bytes);
            wrote = editor.WriteWholeEvents(events, to);
        }

        _unflushed += bytes.Length;
        _mayFlush = (_mayFlush || wrote) && !meter.MayBeLast;
    }

    /// <summary>Reads; what is here already goes to the client together with what came before, and nothing waits for what is not here.</summary>
    private async ValueTask<int> ReadChunkAsync(Stream from, Memory<byte> memory, PipeWriter to)
    {
        if (_unflushed >= MostUnflushed)
            await FlushAsync(to);
        deadline.AwaitNextRead();
        var reading = from.ReadAsync(memory, deadline.Token);
        if (!reading.IsCompleted && _mayFlush)
        {
            var flushing = FlushAsync(to);
            if (!flushing.IsCompletedSuccessfully)
            {
                deadline.Pause();
                await flushing;
                deadline.AwaitNextRead();
            }
        }

        var read = await reading;
        deadline.Pause();
        return read;
    }

    private async ValueTask FlushAsync(PipeWriter to)
    {
        if (!_mayFlush || deadline.IsClientGone)
            return;
        (_mayFlush, _unflushed) = (false, 0);
        await to.FlushAsync(deadline.Token);
    }
}
