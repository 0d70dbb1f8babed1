using System.Buffers;

namespace Purser.Tokens.Json;

/// <summary>
/// A forward pass over one JSON text that checks the grammar of RFC 8259 completely and builds nothing. It accepts exactly what
/// <c>System.Text.Json</c> accepts at a maximum depth of <see cref="MaxDepth"/>; strings are jumped over with vector instructions.
/// </summary>
internal ref struct JsonScanner(ReadOnlySpan<byte> json)
{
    /// <summary>Deeper documents are malformed: a bound of the stack, far above any real response.</summary>
    public const int MaxDepth = 256;

    private static readonly SearchValues<byte> StringStops = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    private readonly ReadOnlySpan<byte> _json = json;

    /// <summary>The next byte to read.</summary>
    public int Position { get; set; }

    /// <summary>Bytes of string values passed so far, an upper bound of their decoded UTF-8 length.</summary>
    public long StringBytes { get; private set; }

    /// <summary>Moves past white space.</summary>
    /// <returns>The byte there; 0 at the end.</returns>
    public byte Peek()
    {
        var text = _json;
        var i = Position;
        while ((uint)i < (uint)text.Length)
        {
            var b = text[i];
            if (b > ' ' || (b != ' ' && b != '\n' && b != '\r' && b != '\t'))
            {
                Position = i;
                return b;
            }

            i++;
        }

        Position = i;
        return 0;
    }

    /// <summary>Takes an expected byte.</summary>
    public bool TryTake(byte expected)
    {
        if (Peek() != expected || Position >= _json.Length)
            return false;
        Position++;
        return true;
    }

    /// <summary>Reads a member's name and its colon.</summary>
    public bool TryName(out Range name, out bool escaped)
    {
        if (Peek() == '"' && TryString(out name, out escaped))
            return TryTake((byte)':');
        name = default;
        escaped = false;
        return false;
    }

    /// <summary>Reads a string; <paramref name="content"/> is what stands between the quotes, undecoded.</summary>
    public bool TryString(out Range content, out bool escaped)
    {
        var start = Position + 1;
        escaped = false;
        var i = start;
        while (true)
        {
            var stop = i < _json.Length ? _json[i..].IndexOfAny(StringStops) : -1;
            if (stop < 0)
                break;
            i += stop;
            if (_json[i] == '"')
            {
                content = start..i;
                Position = i + 1;
                return true;
            }

            var length = EscapeLength(i);
            if (length == 0)
                break;
            escaped = true;
            i += length;
        }

        content = default;
        return false;
    }

    /// <summary>Passes one value of any kind; false: the text is malformed.</summary>
    public bool TrySkip(int depth)
    {
        switch (Peek())
        {
            case (byte)'"':
                return TryStringValue();
            case (byte)'{':
                return TrySkipObject(depth + 1);
            case (byte)'[':
                return TrySkipArray(depth + 1);
            case (byte)'t':
                return TryLiteral("true"u8);
            case (byte)'f':
                return TryLiteral("false"u8);
            case (byte)'n':
                return TryLiteral("null"u8);
            default:
                return TryNumber();
        }
    }

    private bool TryStringValue()
    {
        var start = Position + 1;
        if (!TryString(out _, out _))
            return false;
        StringBytes += Position - 1 - start;
        return true;
    }

    /// <summary>Counts bytes that were not passed by <see cref="TrySkip"/> as string values.</summary>
    public void CountBytes(long bytes) => StringBytes += bytes;

    private bool TrySkipObject(int depth)
    {
        Position++;
        if (depth > MaxDepth)
            return false;
        if (TryTake((byte)'}'))
            return true;
        while (TryName(out _, out _) && TrySkip(depth))
        {
            if (TryTake((byte)'}'))
                return true;
            if (!TryTake((byte)','))
                return false;
        }

        return false;
    }

    private bool TrySkipArray(int depth)
    {
        Position++;
        if (depth > MaxDepth)
            return false;
        if (TryTake((byte)']'))
            return true;
        while (TrySkip(depth))
        {
            if (TryTake((byte)']'))
                return true;
            if (!TryTake((byte)','))
                return false;
        }

        return false;
    }

    public bool TryLiteral(ReadOnlySpan<byte> literal)
    {
        if (!_json[Position..].StartsWith(literal))
            return false;
        Position += literal.Length;
        return true;
    }

    public bool TryNumber()
    {
        var i = Position;
        if (At(i) == '-')
            i++;
        if (At(i) == '0')
            i++;
        else if (!SkipDigits(ref i))
            return false;
        if (At(i) == '.')
        {
            i++;
            if (!SkipDigits(ref i))
                return false;
        }

        if (At(i) is (byte)'e' or (byte)'E')
        {
            i++;
            if (At(i) is (byte)'+' or (byte)'-')
                i++;
            if (!SkipDigits(ref i))
                return false;
        }

        Position = i;
        return true;
    }

    private readonly bool SkipDigits(ref int i)
    {
        var start = i;
        while (char.IsAsciiDigit((char)At(i)))
            i++;
        return i > start;
    }

    private readonly byte At(int i) => (uint)i < (uint)_json.Length ? _json[i] : (byte)0;

    // 0: no valid escape begins here.
    private readonly int EscapeLength(int i)
    {
        if (_json[i] != '\\')
            return 0;
        switch (At(i + 1))
        {
            case (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                return 2;
            case (byte)'u':
                for (var k = 2; k < 6; k++)
                {
                    if (!char.IsAsciiHexDigit((char)At(i + k)))
                        return 0;
                }

                return 6;
            default:
                return 0;
        }
    }
}
