namespace Purser.Tokens.Json;

/// <summary>Whether a text is one JSON value and nothing else.</summary>
internal readonly ref struct JsonCheck(ReadOnlySpan<byte> utf8)
{
    private readonly ReadOnlySpan<byte> _utf8 = utf8;

    public bool IsValid
    {
        get
        {
            var scanner = new JsonScanner(_utf8) { Position = _utf8.StartsWith("\uFEFF"u8) ? 3 : 0 };
            return scanner.TrySkip(0) && scanner.Peek() == 0 && scanner.Position == _utf8.Length;
        }
    }
}
