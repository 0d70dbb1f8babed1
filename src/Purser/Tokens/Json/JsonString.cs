using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Purser.Tokens.Json;

/// <summary>Finds the end of JSON strings, 32 bytes at a step.</summary>
internal static class JsonString
{
    private const byte Quote = (byte)'"';
    private const byte Backslash = (byte)'\\';
    private const byte LastControl = 0x1F;

    /// <summary>Where the closing quote stands; negative: there is none, or a control character or a broken escape comes first.</summary>
    /// <param name="text">The whole JSON text.</param>
    /// <param name="start">The first byte behind the opening quote.</param>
    /// <param name="escaped">Whether an escape stands before the quote.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int End(ReadOnlySpan<byte> text, int start, out bool escaped)
    {
        // Names and most values end within the first step.
        if (Vector256.IsHardwareAccelerated && start <= text.Length - Vector256<byte>.Count)
        {
            var stops = Stops(text, start);
            if (stops != 0)
            {
                var end = start + BitOperations.TrailingZeroCount(stops);
                if (text[end] == Quote)
                {
                    escaped = false;
                    return end;
                }
            }
        }

        return LongEnd(text, start, out escaped);
    }

    private static int LongEnd(ReadOnlySpan<byte> text, int i, out bool escaped)
    {
        escaped = false;
        while (Vector256.IsHardwareAccelerated && i <= text.Length - Vector256<byte>.Count)
        {
            var stops = Stops(text, i);
            var next = Vector256<byte>.Count;
            while (stops != 0)
            {
                var offset = BitOperations.TrailingZeroCount(stops);
                if (text[i + offset] == Quote)
                    return i + offset;
                var length = EscapeLength(text, i + offset);
                if (length == 0)
                    return -1;
                escaped = true;

                // What an escape covers is no stop: its marks are cleared, or the next step begins behind it.
                var behind = offset + length;
                next = Math.Max(next, behind);
                stops = behind < Vector256<byte>.Count ? stops & (uint.MaxValue << behind) : 0;
            }

            i += next;
        }

        return TailEnd(text, i, ref escaped);
    }

    private static int TailEnd(ReadOnlySpan<byte> text, int i, ref bool escaped)
    {
        while ((uint)i < (uint)text.Length)
        {
            var b = text[i];
            if (b == Quote)
                return i;
            if (b is > LastControl and not Backslash)
            {
                i++;
                continue;
            }

            var length = EscapeLength(text, i);
            if (length == 0)
                return -1;
            escaped = true;
            i += length;
        }

        return -1;
    }

    // One bit for each byte that is a quote, a backslash or a control character.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Stops(ReadOnlySpan<byte> text, int i)
    {
        var bytes = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(text), (nuint)i);
        return (Vector256.Equals(bytes, Vector256.Create(Quote))
            | Vector256.Equals(bytes, Vector256.Create(Backslash))
            | Vector256.LessThanOrEqual(bytes, Vector256.Create(LastControl))).ExtractMostSignificantBits();
    }

    // 0: no valid escape begins here.
    private static int EscapeLength(ReadOnlySpan<byte> text, int i)
    {
        if (text[i] != Backslash || i + 1 >= text.Length)
            return 0;
        switch (text[i + 1])
        {
            case Quote or Backslash or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                return 2;
            case (byte)'u' when i + 5 < text.Length:
                for (var k = 2; k < 6; k++)
                {
                    if (!char.IsAsciiHexDigit((char)text[i + k]))
                        return 0;
                }

                return 6;
            default:
                return 0;
        }
    }
}
