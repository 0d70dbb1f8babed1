using System.Text.Json;
using Purser.Dialects.Requests;

namespace Purser.Dialects;

/// <summary>
/// Reads what a request body says about its cost in one forward pass, without building a document (budgets R5–R8, R13).
/// Nesting is bounded at 128. Stateless and thread-safe.
/// </summary>
public static class RequestReader
{
    private const int MaxDepth = 128;
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads a decompressed UTF-8 body; a byte order mark is allowed.</summary>
    /// <exception cref="InvalidRequestException">Malformed, a governed member twice or in another case, or a limit that is no whole number.</exception>
    public static RequestFacts Read(ReadOnlySpan<byte> utf8Body, RequestFormat format) =>
        TryRead(utf8Body, format, out var facts, out var error) ? facts! : throw new InvalidRequestException(error!);

    /// <summary>As <see cref="Read"/>, with the error as a value.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8Body, RequestFormat format, out RequestFacts? facts, out RequestError? error)
    {
        var offset = utf8Body.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        var options = new JsonReaderOptions { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Disallow };
        (facts, error) = (null, null);
        try
        {
            var scanner = new RequestScanner(new Utf8JsonReader(utf8Body[offset..], options), format, offset);
            facts = scanner.Scan(utf8Body.Length);
            return true;
        }
        catch (InvalidRequestException invalid)
        {
            error = invalid.Error;
        }
        catch (JsonException malformed)
        {
            error = new(RequestErrorKind.Malformed, "", $"The body is not valid JSON (line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine}).");
        }
        catch (InvalidOperationException)
        {
            // The JSON reader answers so to a name that is no valid UTF-8.
            error = new(RequestErrorKind.Malformed, "", "The body is not valid UTF-8.");
        }
        return false;
    }
}
