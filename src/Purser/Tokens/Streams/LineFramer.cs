namespace Purser.Tokens.Streams;

/// <summary>One JSON document a line (NDJSON).</summary>
internal sealed class LineFramer(StreamEvents events, int bound) : IStreamFramer
{
    private readonly BoundedBuffer _line = new(bound);

    public bool IsWhole => false;

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            _line.Append(end < 0 ? bytes : bytes[..end]);
            if (end < 0)
                return;
            Dispatch(cut: false);
            bytes = bytes[(end + 1)..];
        }
    }

    public void End() => Dispatch(cut: true);

    private void Dispatch(bool cut)
    {
        if (_line.IsOverflown)
            events.SkipMalformed(_line.Length + _line.Dropped);
        else
            events.OnEvent([], _line.Written, cut);
        _line.Clear();
    }
}
