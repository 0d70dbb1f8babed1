using System.Buffers.Binary;
using System.Buffers.Text;

namespace Purser.Tokens.Streams;

/// <summary>AWS event-stream frames (<c>application/vnd.amazon.eventstream</c>): length, headers, payload, checksums.</summary>
internal sealed class FrameFramer(StreamEvents events, int bound) : IStreamFramer
{
    private const int PreludeBytes = 12;
    private const int ChecksumBytes = 4;
    private const byte StringHeader = 7;
    private readonly BoundedBuffer _prelude = new(PreludeBytes);
    private readonly BoundedBuffer _frame = new(bound);
    private long _remaining;
    private bool _lost;

    public bool IsWhole => false;

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !_lost)
        {
            var taken = _remaining == 0 ? FeedPrelude(bytes) : FeedFrame(bytes);
            bytes = bytes[taken..];
        }
    }

    public void End()
    {
        _frame.Clear();
        _prelude.Clear();
    }

    private int FeedPrelude(ReadOnlySpan<byte> bytes)
    {
        var taken = Math.Min(bytes.Length, PreludeBytes - _prelude.Length);
        _prelude.Append(bytes[..taken]);
        if (_prelude.Length < PreludeBytes)
            return taken;
        long total = BinaryPrimitives.ReadUInt32BigEndian(_prelude.Written);
        var checksum = BinaryPrimitives.ReadUInt32BigEndian(_prelude.Written[8..]);
        _remaining = total - PreludeBytes;

        // Without a trustworthy length the next frame cannot be found: nothing after this point is read.
        _lost = Crc32.Of(_prelude.Written[..8]) != checksum || _remaining < ChecksumBytes;
        if (_lost)
            events.SkipMalformed(0);
        return taken;
    }

    private int FeedFrame(ReadOnlySpan<byte> bytes)
    {
        var taken = (int)Math.Min(bytes.Length, _remaining);
        _frame.Append(bytes[..taken]);
        _remaining -= taken;
        if (_remaining == 0)
        {
            OnFrame();
            _frame.Clear();
            _prelude.Clear();
        }

        return taken;
    }

    private void OnFrame()
    {
        var headerBytes = BinaryPrimitives.ReadUInt32BigEndian(_prelude.Written[4..]);
        if (_frame.IsOverflown || headerBytes > _frame.Length - ChecksumBytes)
        {
            events.SkipMalformed(_frame.Length + _frame.Dropped);
            return;
        }

        var headers = _frame.Written[..(int)headerBytes];
        var payload = _frame.Written[(int)headerBytes..^ChecksumBytes];
        if (!TryName(headers, out var name))
            events.SkipMalformed(payload.Length);
        else if (name.SequenceEqual("chunk"u8))
            OnChunk(payload);
        else
            events.OnEvent(name, payload);
    }

    // Only string headers occur in model responses; another type ends the reading of headers, not of the frame.
    private static bool TryName(ReadOnlySpan<byte> headers, out ReadOnlySpan<byte> name)
    {
        name = [];
        while (!headers.IsEmpty)
        {
            var nameLength = headers[0];
            if (headers.Length < nameLength + 4 || headers[nameLength + 1] != StringHeader)
                return false;
            var key = headers.Slice(1, nameLength);
            int valueLength = BinaryPrimitives.ReadUInt16BigEndian(headers[(nameLength + 2)..]);
            if (headers.Length < nameLength + 4 + valueLength)
                return false;
            if (key.SequenceEqual(":event-type"u8) || key.SequenceEqual(":exception-type"u8) || key.SequenceEqual(":error-code"u8))
                name = key.SequenceEqual(":error-code"u8) ? "error"u8 : headers.Slice(nameLength + 4, valueLength);
            headers = headers[(nameLength + 4 + valueLength)..];
        }

        return true;
    }

    // InvokeModel wraps each event of the model as {"bytes":"<base64>"}.
    private void OnChunk(ReadOnlySpan<byte> payload)
    {
        var marker = payload.IndexOf("\"bytes\":\""u8);
        var start = marker + "\"bytes\":\"".Length;
        var length = marker < 0 ? -1 : payload[start..].IndexOf((byte)'"');
        if (length < 0)
        {
            events.OnEvent([], payload);
            return;
        }

        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(length)];
        if (Base64.DecodeFromUtf8(payload.Slice(start, length), decoded, out _, out var written) == System.Buffers.OperationStatus.Done)
            events.OnEvent([], decoded.AsSpan(0, written));
        else
            events.SkipMalformed(length);
    }
}
