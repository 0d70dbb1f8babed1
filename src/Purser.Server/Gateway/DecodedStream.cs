using System.IO.Compression;

namespace Purser.Server.Gateway;

/// <summary>The plain bytes of an encoded answer.</summary>
internal static class DecodedStream
{
    /// <summary>The stream itself when nothing, or something unknown, encodes it; disposing the result disposes the stream.</summary>
    public static Stream Over(Stream body, string encoding) => encoding.ToLowerInvariant() switch
    {
        "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
        "br" => new BrotliStream(body, CompressionMode.Decompress),
        "deflate" => new ZLibStream(body, CompressionMode.Decompress),
        _ => body,
    };
}
