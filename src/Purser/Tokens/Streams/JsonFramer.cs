namespace Purser.Tokens.Streams;

/// <summary>A body where a stream was expected: one JSON document, or an array of which each element is an event (Gemini).</summary>
internal sealed class JsonFramer(StreamEvents events, int bound) : IStreamFramer
{
    private readonly BoundedBuffer _value = new(bound);
    private bool _inArray;
    private bool _closed;
    private bool _inString;
    private bool _escaped;
    private bool _stray;
    private int _depth;
    private int _values;

    public bool IsWhole => !_stray && _depth == 0 && (_closed || (!_inArray && _values == 1));

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        var start = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (_depth == 0)
            {
                start = i;
                OnOutside(bytes[i]);
            }
            else if (OnInside(bytes[i]))
            {
                _value.Append(bytes[start..(i + 1)]);
                Dispatch();
            }
        }

        if (_depth > 0)
            _value.Append(bytes[start..]);
    }

    public void End()
    {
        // A value that never ended holds nothing that can be trusted.
        _value.Clear();
        if (_stray && _values == 0)
            events.SkipMalformed(0);
        else if (_depth > 0 && _values == 0 && !_inArray)
            events.SkipMalformed(0);
    }

    private void OnOutside(byte b)
    {
        switch (b)
        {
            case (byte)'{':
                _depth = 1;
                break;
            case (byte)'[' when !_inArray && _values == 0:
                _inArray = true;
                break;
            case (byte)']' when _inArray:
                _closed = true;
                break;
            case (byte)',' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n':
                break;
            default:
                _stray = true;
                break;
        }
    }

    private bool OnInside(byte b)
    {
        if (_inString)
        {
            _inString = _escaped || b != '"';
            _escaped = !_escaped && b == '\\';
            return false;
        }

        _inString = b == '"';
        _depth += b is (byte)'{' or (byte)'[' ? 1 : 0;
        _depth -= b is (byte)'}' or (byte)']' ? 1 : 0;
        return _depth == 0;
    }

    private void Dispatch()
    {
        _values++;
        if (_value.IsOverflown)
            events.SkipMalformed(_value.Length + _value.Dropped);
        else
            events.OnEvent([], _value.Written);
        _value.Clear();
    }
}
