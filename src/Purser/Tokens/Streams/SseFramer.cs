namespace Purser.Tokens.Streams;

/// <summary>Server-sent events: lines end in CR, LF or CRLF; comments, several data lines and unknown fields are understood.</summary>
internal sealed class SseFramer(StreamEvents events, int bound) : IStreamFramer
{
    private const int LongestName = 256;
    private readonly BoundedBuffer _line = new(bound);
    private readonly BoundedBuffer _data = new(bound);
    private readonly BoundedBuffer _name = new(LongestName);
    private bool _skipLineFeed;
    private bool _inEvent;
    private bool _anyEvent;
    private long _strayBytes;

    public bool IsWhole => false;

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_skipLineFeed)
            {
                _skipLineFeed = false;
                bytes = bytes[0] == '\n' ? bytes[1..] : bytes;
                continue;
            }

            if (!_inEvent && _line.Length == 0 && events.HasBlockDeltas && TryBlockDelta(ref bytes))
                continue;
            FeedLine(ref bytes);
        }
    }

    public void End()
    {
        if (_line.Length > 0 || _line.IsOverflown)
            OnLine(_line.Written);
        _line.Clear();
        Dispatch(cut: true);
        if (!_anyEvent && _strayBytes > 0)
            events.SkipMalformed(_strayBytes);
    }

    // The bulk of Anthropic's streams: a whole delta in one piece is measured where it lies.
    private bool TryBlockDelta(ref ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(BlockDelta.WirePrefix))
            return false;
        var data = bytes[BlockDelta.WirePrefix.Length..];
        var end = data.IndexOfAny((byte)'\n', (byte)'\r');
        if (end <= 0 || end > bound || data[end] != '\n' || end + 1 >= data.Length || data[end + 1] != '\n')
            return false;
        events.OnBlockDelta(data[..end]);
        _anyEvent = true;
        bytes = data[(end + 2)..];
        return true;
    }

    private void FeedLine(ref ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
        if (end < 0)
        {
            _line.Append(bytes);
            bytes = [];
            return;
        }

        _skipLineFeed = bytes[end] == '\r';
        if (_line.Length == 0 && !_line.IsOverflown && end <= bound)
        {
            OnLine(bytes[..end]);
        }
        else
        {
            _line.Append(bytes[..end]);
            OnLine(_line.Written);
            _line.Clear();
        }

        bytes = bytes[(end + 1)..];
    }

    private void OnLine(ReadOnlySpan<byte> line)
    {
        if (_line.IsOverflown)
        {
            // The line may have held any field; the event as a whole is given up.
            _data.Append(line);
            _data.Drop(_line.Dropped);
            _inEvent = true;
            return;
        }

        if (line.IsEmpty)
        {
            Dispatch(cut: false);
            return;
        }

        var colon = line.IndexOf((byte)':');
        var field = colon < 0 ? line : line[..colon];
        var value = colon < 0 ? [] : line[(colon + 1)..];
        OnField(field, value.StartsWith((byte)' ') ? value[1..] : value);
    }

    private void OnField(ReadOnlySpan<byte> field, ReadOnlySpan<byte> value)
    {
        if (field.SequenceEqual("data"u8))
        {
            if (_data.Length > 0)
                _data.Append((byte)'\n');
            _data.Append(value);
            _inEvent = true;
        }
        else if (field.SequenceEqual("event"u8))
        {
            _name.Clear();
            _name.Append(value);
            _inEvent = true;
        }
        else if (!field.IsEmpty && !field.SequenceEqual("id"u8) && !field.SequenceEqual("retry"u8))
        {
            _strayBytes += field.Length + value.Length;
        }
    }

    private void Dispatch(bool cut)
    {
        _anyEvent |= _data.Length > 0;
        if (_data.IsOverflown)
            events.SkipMalformed(_data.Length + _data.Dropped);
        else
            events.OnEvent(_name.Written, _data.Written, cut);
        _data.Clear();
        _name.Clear();
        _inEvent = false;
    }
}
