using System.Globalization;
using System.Text;

namespace Purser.Tokens.Json;

/// <summary>Decodes the raw content of JSON strings.</summary>
internal static class JsonText
{
    /// <summary>Longest text that is kept of a response (model names, ids): longer ones are cut, so that no answer can fill memory.</summary>
    public const int LongestText = 512;

    /// <summary>The decoded text, cut to <see cref="LongestText"/> bytes; invalid UTF-8 becomes U+FFFD.</summary>
    public static string Decode(ReadOnlySpan<byte> raw)
    {
        if (raw.Length > LongestText)
            raw = raw[..LongestText];
        if (!raw.Contains((byte)'\\'))
            return Encoding.UTF8.GetString(raw);
        Span<byte> buffer = stackalloc byte[LongestText];
        TryUnescape(raw, buffer, out var length);
        return Encoding.UTF8.GetString(buffer[..length]);
    }

    /// <summary>Decodes into a buffer.</summary>
    /// <returns>False when the buffer is too small or an escape is cut; <paramref name="written"/> then is what fitted.</returns>
    public static bool TryUnescape(ReadOnlySpan<byte> raw, Span<byte> buffer, out int written)
    {
        written = 0;
        while (!raw.IsEmpty)
        {
            var stop = raw.IndexOf((byte)'\\');
            var plain = stop < 0 ? raw : raw[..stop];
            if (!plain.TryCopyTo(buffer[written..]))
                return false;
            written += plain.Length;
            if (stop < 0)
                return true;
            raw = raw[stop..];
            if (!TryRune(ref raw, out var rune) || !rune.TryEncodeToUtf8(buffer[written..], out var bytes))
                return false;
            written += bytes;
        }

        return true;
    }

    private static bool TryRune(ref ReadOnlySpan<byte> raw, out Rune rune)
    {
        rune = default;
        if (raw.Length < 2)
            return false;
        if (raw[1] != 'u')
        {
            rune = new Rune((char)Simple(raw[1]));
            raw = raw[2..];
            return true;
        }

        if (!TryHex(raw, out var unit))
            return false;
        raw = raw[6..];
        if (char.IsHighSurrogate(unit) && TryHex(raw, out var low) && char.IsLowSurrogate(low))
        {
            rune = new Rune(unit, low);
            raw = raw[6..];
            return true;
        }

        rune = char.IsSurrogate(unit) ? Rune.ReplacementChar : new Rune(unit);
        return true;
    }

    private static bool TryHex(ReadOnlySpan<byte> raw, out char unit)
    {
        unit = default;
        if (raw.Length < 6 || raw[0] != '\\' || raw[1] != 'u' || !ushort.TryParse(raw[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            return false;
        unit = (char)value;
        return true;
    }

    private static byte Simple(byte escape) => escape switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => escape,
    };
}
