using System.Buffers;

namespace Purser.Server.Gateway;

/// <summary>
/// The one spelling of a request path (budgets R13): no dot segments, no empty segments, no escaped unreserved characters, upper-case
/// escapes. What the gate decides on is what the upstream gets.
/// </summary>
/// <param name="Value">The canonical path, starting with a slash.</param>
/// <param name="WasCanonical">Whether the request spelled it so.</param>
internal readonly record struct CanonicalPath(string Value, bool WasCanonical)
{
    private static readonly SearchValues<char> Suspicious = SearchValues.Create("%\\;#");

    /// <summary>Null when the path cannot be given one meaning: a broken escape, an escaped control character, a backslash, a fragment.</summary>
    public static CanonicalPath? From(ReadOnlySpan<char> raw)
    {
        if (raw.IsEmpty || raw[0] != '/')
            return null;
        if (raw.IndexOfAny(Suspicious) < 0 && raw.IndexOf("//") < 0 && raw.IndexOf("/.") < 0)
            return new CanonicalPath(raw.ToString(), WasCanonical: true);
        var decoded = DecodeUnreserved(raw, out var ambiguous);
        if (decoded is null)
            return null;
        var value = RemoveDots(decoded);
        return new CanonicalPath(value, !ambiguous && raw.SequenceEqual(value));
    }

    private static string? DecodeUnreserved(ReadOnlySpan<char> raw, out bool ambiguous)
    {
        ambiguous = false;
        var buffer = new char[raw.Length];
        var length = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            var c = raw[i];
            // A fragment never travels (RFC 9112 §3.2): an upstream that cuts it off would read another path than the gate did.
            if (c is '\\' or '#')
                return null;
            if (c != '%')
            {
                // A path parameter (;x=y) is cut off by some servers and kept by others.
                ambiguous |= c == ';';
                buffer[length++] = c;
                continue;
            }

            if (i + 2 >= raw.Length || !char.IsAsciiHexDigit(raw[i + 1]) || !char.IsAsciiHexDigit(raw[i + 2]))
                return null;
            var value = (char)int.Parse(raw.Slice(i + 1, 2), System.Globalization.NumberStyles.HexNumber);
            if (value < ' ' || value == 0x7f)
                return null;
            i += 2;
            if (char.IsAsciiLetterOrDigit(value) || value is '-' or '.' or '_' or '~')
            {
                buffer[length++] = value;
                continue;
            }

            ambiguous |= value is '/' or '\\' or '%';
            buffer[length++] = '%';
            buffer[length++] = char.ToUpperInvariant(raw[i - 1]);
            buffer[length++] = char.ToUpperInvariant(raw[i]);
        }

        return new string(buffer, 0, length);
    }

    private static string RemoveDots(string path)
    {
        var kept = new List<string>();
        var segments = path.Split('/');
        for (var i = 1; i < segments.Length; i++)
        {
            if (segments[i] == "..")
            {
                if (kept.Count > 0)
                    kept.RemoveAt(kept.Count - 1);
            }
            else if (segments[i] is not ("" or "."))
                kept.Add(segments[i]);
        }

        var trailing = segments[^1] is "" or "." or ".." && kept.Count > 0 ? "/" : "";
        return "/" + string.Join('/', kept) + trailing;
    }
}
