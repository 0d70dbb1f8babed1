using System.IO.Compression;

namespace Purser.Server.Gateway;

/// <summary>
/// Decompresses gzip, deflate and brotli as the bytes arrive, in any split. Not thread-safe.
/// </summary>
internal sealed class ContentDecoder : IDisposable
{
    private const int Step = 16 * 1024;

    private readonly ArrivingBytes _arriving = new();
    private readonly Stream _decoded;

    private ContentDecoder(Func<Stream, Stream> open) => _decoded = open(_arriving);

    /// <summary>Whether a limit ended the decoding early.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Null for an encoding that is not known, a list of several included.</summary>
    public static ContentDecoder? For(string encoding) => encoding.Trim().ToLowerInvariant() switch
    {
        "gzip" or "x-gzip" => new ContentDecoder(static inner => new GZipStream(inner, CompressionMode.Decompress)),
        "br" => new ContentDecoder(static inner => new BrotliStream(inner, CompressionMode.Decompress)),
        "deflate" => new ContentDecoder(static inner => new ZLibStream(inner, CompressionMode.Decompress)),
        _ => null,
    };

    /// <summary>Appends what these bytes decode to; stops when the target holds more than <paramref name="limit"/> bytes.</summary>
    /// <exception cref="InvalidDataException">The bytes are not so encoded.</exception>
    public void Decode(ReadOnlySpan<byte> bytes, PooledBuffer target, int limit)
    {
        _arriving.Add(bytes);
        while (!Overflowed)
        {
            var read = _decoded.Read(target.Room(Step).Span);
            if (read == 0)
                return;
            target.Advance(read);
            Overflowed = target.Length > limit;
        }
    }

    public void Dispose()
    {
        _decoded.Dispose();
        _arriving.Dispose();
    }

    /// <summary>Answers "nothing" instead of waiting; the decoders above ask again with the next bytes.</summary>
    private sealed class ArrivingBytes : Stream
    {
        private readonly PooledBuffer _waiting = new(Step);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public void Add(ReadOnlySpan<byte> bytes) => _waiting.Append(bytes);

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var taken = Math.Min(buffer.Length, _waiting.Length);
            _waiting.Span[..taken].CopyTo(buffer);
            _waiting.Consume(taken);
            return taken;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _waiting.Dispose();
            base.Dispose(disposing);
        }
    }
}
