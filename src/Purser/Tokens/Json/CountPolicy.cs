namespace Purser.Tokens.Json;

/// <summary>The number policy of providers 2: integers 0..2^53-1, integral floats and exponents, digit strings of up to 16 characters.</summary>
internal static class CountPolicy
{
    /// <summary>2^53 - 1, the largest integer that every JSON reader agrees on.</summary>
    public const long Max = (1L << 53) - 1;

    private const int MaxStringDigits = 16;

    // More significant digits than this cannot be a count, whatever the exponent; it also keeps the accumulator from wrapping.
    private const int MaxSignificantDigits = 18;

    public static bool IsValid(CountKind kind) => kind is CountKind.Valid or CountKind.ValidString;

    public static UsageFlags Flag(CountKind kind) => kind switch
    {
        CountKind.ValidString => UsageFlags.StringNumber,
        CountKind.BadType => UsageFlags.BadType,
        CountKind.Negative => UsageFlags.Negative,
        CountKind.Fractional => UsageFlags.Fractional,
        CountKind.OutOfRange => UsageFlags.OutOfRange,
        _ => UsageFlags.None,
    };

    /// <summary>Reads the decoded content of a JSON string.</summary>
    public static CountKind ParseString(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.IsEmpty || text.Length > MaxStringDigits || text.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return CountKind.BadType;
        return ParseNumber(text, out value) == CountKind.Valid ? CountKind.ValidString : CountKind.OutOfRange;
    }

    /// <summary>Reads a token that is a number by JSON's grammar (or digits with leading zeros).</summary>
    public static CountKind ParseNumber(ReadOnlySpan<byte> token, out long value)
    {
        if (token.Length <= MaxStringDigits && TryPlain(token, out value))
            return value <= Max ? CountKind.Valid : CountKind.OutOfRange;
        return ParseDecimal(token, out value);
    }

    private static bool TryPlain(ReadOnlySpan<byte> token, out long value)
    {
        value = 0;
        foreach (var b in token)
        {
            if (!char.IsAsciiDigit((char)b))
                return false;
            value = (value * 10) + (b - '0');
        }

        return true;
    }

    private static CountKind ParseDecimal(ReadOnlySpan<byte> token, out long value)
    {
        value = 0;
        var negative = token[0] == '-';
        var digits = negative ? token[1..] : token;
        var e = digits.IndexOfAny((byte)'e', (byte)'E');
        long exponent = e < 0 ? 0 : Exponent(digits[(e + 1)..]);
        var mantissa = e < 0 ? digits : digits[..e];
        var (significant, tooMany, scale) = Normalize(mantissa);
        exponent += scale;
        if (significant == 0 && !tooMany)
            return CountKind.Valid;
        if (negative)
            return CountKind.Negative;
        if (exponent < 0)
            return CountKind.Fractional;
        if (tooMany || exponent > MaxStringDigits)
            return CountKind.OutOfRange;
        Int128 scaled = significant;
        for (; exponent > 0; exponent--)
            scaled *= 10;
        if (scaled > Max)
            return CountKind.OutOfRange;
        value = (long)scaled;
        return CountKind.Valid;
    }

    // significant × 10^scale equals the mantissa, with no trailing zero in significant.
    private static (long Significant, bool TooMany, long Scale) Normalize(ReadOnlySpan<byte> mantissa)
    {
        long significant = 0, scale = 0;
        var (count, pendingZeros, afterPoint) = (0, 0, false);
        foreach (var b in mantissa)
        {
            if (b == '.')
            {
                afterPoint = true;
                continue;
            }

            scale -= afterPoint ? 1 : 0;
            if (b == '0')
            {
                pendingZeros += count > 0 ? 1 : 0;
                continue;
            }

            count += pendingZeros + 1;
            if (count <= MaxSignificantDigits)
            {
                for (; pendingZeros > 0; pendingZeros--)
                    significant *= 10;
                significant = (significant * 10) + (b - '0');
            }

            pendingZeros = 0;
        }

        return (significant, count > MaxSignificantDigits, scale + pendingZeros);
    }

    private static long Exponent(ReadOnlySpan<byte> text)
    {
        var negative = text[0] == '-';
        var digits = (text[0] is (byte)'-' or (byte)'+' ? text[1..] : text).TrimStart((byte)'0');

        // Eighteen digits already decide "out of range" or "fractional" for any mantissa that fits in memory.
        if (digits.Length > MaxSignificantDigits)
            return negative ? -1_000_000_000_000_000_000 : 1_000_000_000_000_000_000;
        TryPlain(digits, out var value);
        return negative ? -value : value;
    }
}
