using Purser.Dialects;

namespace Purser.Tokens;

/// <summary>Placeholder.</summary>
internal static class DialectDetector
{
    public static Dialect? Detect(ReadOnlySpan<byte> utf8, IReadOnlyDictionary<string, string>? headers) => null;
}
