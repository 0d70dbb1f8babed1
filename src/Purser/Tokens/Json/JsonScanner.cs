using System.Runtime.CompilerServices;

namespace Purser.Tokens.Json;

/// <summary>
/// A forward pass over one JSON text that checks the grammar of RFC 8259 completely and builds nothing. It accepts exactly what
/// <c>System.Text.Json</c> accepts at a maximum depth of <see cref="MaxDepth"/>; strings are jumped over with vector instructions.
/// </summary>
internal ref struct JsonScanner(ReadOnlySpan<byte> json)
{
    /// <summary>Deeper documents are malformed: a bound of the stack, far above any real response.</summary>
    public const int MaxDepth = 256;

    private readonly ReadOnlySpan<byte> _json = json;
    private int _position;
    private long _stringBytes;

    /// <summary>The next byte to read.</summary>
    public int Position
    {
        readonly get => _position;
        set => _position = value;
    }

    /// <summary>Bytes of string values passed so far, an upper bound of their decoded UTF-8 length.</summary>
    public readonly long StringBytes => _stringBytes;

    /// <summary>Counts bytes that were not passed by <see cref="TrySkip"/> as string values.</summary>
    public void CountBytes(long bytes) => _stringBytes += bytes;

    /// <summary>Moves past white space.</summary>
    /// <returns>The byte there; 0 at the end.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte Peek()
    {
        var i = _position;
        if ((uint)i < (uint)_json.Length && _json[i] > ' ')
            return _json[i];
        return PeekPastSpace();
    }

    private byte PeekPastSpace()
    {
        var i = _position;
        while ((uint)i < (uint)_json.Length)
        {
            var b = _json[i];
            if (b is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
            {
                _position = i;
                return b;
            }

            i++;
        }

        _position = i;
        return 0;
    }

    /// <summary>Takes an expected byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTake(byte expected)
    {
        if (Peek() != expected || _position >= _json.Length)
            return false;
        _position++;
        return true;
    }

    /// <summary>Reads a member's name and its colon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryName(out ReadOnlySpan<byte> name, out bool escaped)
    {
        if (Peek() == '"' && TryString(out name, out escaped))
            return TryTake((byte)':');
        name = default;
        escaped = false;
        return false;
    }

    /// <summary>Reads a string; <paramref name="content"/> is what stands between the quotes, undecoded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryString(out ReadOnlySpan<byte> content, out bool escaped)
    {
        var start = _position + 1;
        var end = JsonString.End(_json, start, out escaped);
        if (end < 0)
        {
            content = default;
            return false;
        }

        content = _json[start..end];
        _position = end + 1;
        return true;
    }

    /// <summary>Passes one value of any kind; false: the text is malformed.</summary>
    /// <param name="depth">Containers around the value.</param>
    public bool TrySkip(int depth)
    {
        var kind = Peek();
        return kind is (byte)'{' or (byte)'[' ? TrySkipContainer(depth) : TrySkipScalar(kind);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TrySkipScalar(byte kind)
    {
        switch (kind)
        {
            case (byte)'"':
                if (!TryString(out var content, out _))
                    return false;
                _stringBytes += content.Length;
                return true;
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

    // One loop in place of a recursion: the closing bracket of each open container stands on a stack of its own.
    [SkipLocalsInit]
    private bool TrySkipContainer(int depth)
    {
        Span<byte> closers = stackalloc byte[MaxDepth + 1];
        var level = depth;
        while (true)
        {
            if (level > depth && closers[level] == '}' && !TryName(out _, out _))
                return false;
            var kind = Peek();
            if (kind is (byte)'{' or (byte)'[')
            {
                if (++level > MaxDepth)
                    return false;
                _position++;

                // Both closing brackets stand two after the opening one.
                closers[level] = (byte)(kind + 2);
                if (Peek() != closers[level])
                    continue;
            }
            else if (!TrySkipScalar(kind))
            {
                return false;
            }

            while (!TryTake((byte)','))
            {
                if (!TryTake(closers[level]))
                    return false;
                if (--level == depth)
                    return true;
            }
        }
    }

    public bool TryLiteral(ReadOnlySpan<byte> literal)
    {
        if (!_json[_position..].StartsWith(literal))
            return false;
        _position += literal.Length;
        return true;
    }

    public bool TryNumber()
    {
        var i = _position;
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

        if ((At(i) | 0x20) == 'e')
        {
            i++;
            if (At(i) is (byte)'+' or (byte)'-')
                i++;
            if (!SkipDigits(ref i))
                return false;
        }

        _position = i;
        return true;
    }

    private readonly bool SkipDigits(ref int i)
    {
        var text = _json;
        var start = i;
        var k = i;
        while ((uint)k < (uint)text.Length && char.IsAsciiDigit((char)text[k]))
            k++;
        i = k;
        return k > start;
    }

    private readonly byte At(int i) => (uint)i < (uint)_json.Length ? _json[i] : (byte)0;
}
