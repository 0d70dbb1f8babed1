using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Purser.Server.Gateway;

/// <summary>The body of a metered request: as it came, and as UTF-8 JSON when it came compressed.</summary>
internal sealed class RequestBody : IDisposable
{
    private readonly PooledBuffer _raw;
    private readonly PooledBuffer? _decoded;

    private RequestBody(PooledBuffer raw, PooledBuffer? decoded)
    {
        _raw = raw;
        _decoded = decoded;
    }

    /// <summary>The bytes as the client sent them.</summary>
    public ReadOnlyMemory<byte> Raw => _raw.Memory;

    /// <summary>The bytes after decompression; the same as <see cref="Raw"/> without a content encoding.</summary>
    public ReadOnlyMemory<byte> Json => _decoded?.Memory ?? _raw.Memory;

    /// <summary>Whether the client sent it compressed.</summary>
    public bool IsEncoded => _decoded is not null;

    public void Dispose()
    {
        _raw.Dispose();
        _decoded?.Dispose();
    }

    /// <summary>Reads and decompresses at most <paramref name="limit"/> bytes.</summary>
    /// <exception cref="GatewayException">413 over the limit, 415 for an unknown encoding, 400 for broken compression.</exception>
    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request, int limit, CancellationToken cancellation)
    {
        if (request.ContentLength > limit)
            throw TooLarge(limit);
        var raw = await ReadRawAsync(request, limit, cancellation);
        try
        {
            return new RequestBody(raw, Decode(raw, request.Headers.ContentEncoding.ToString(), limit));
        }
        catch
        {
            raw.Dispose();
            throw;
        }
    }

    private static async ValueTask<PooledBuffer> ReadRawAsync(HttpRequest request, int limit, CancellationToken cancellation)
    {
        var buffer = new PooledBuffer((int)Math.Min(request.ContentLength ?? 4096, limit));
        try
        {
            while (true)
            {
                var read = await request.BodyReader.ReadAsync(cancellation);
                if (buffer.Length + read.Buffer.Length > limit)
                    throw TooLarge(limit);
                foreach (var segment in read.Buffer)
                    buffer.Append(segment.Span);
                request.BodyReader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                    return buffer;
            }
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    private static PooledBuffer? Decode(PooledBuffer raw, string encoding, int limit)
    {
        if (encoding.Length == 0 || encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            return null;
        var decoder = ContentDecoder.For(encoding)
            ?? throw new GatewayException(415, "unsupported_content_encoding", "The request's Content-Encoding is not supported; use gzip, br, deflate or none.");
        var decoded = new PooledBuffer(raw.Length * 4);
        try
        {
            using (decoder)
            {
                decoder.Decode(raw.Span, decoded, limit);
                if (decoder.Overflowed)
                    throw TooLarge(limit);
            }

            return decoded;
        }
        catch (InvalidDataException broken)
        {
            decoded.Dispose();
            throw new GatewayException(400, "invalid_content_encoding", "The request body does not match its Content-Encoding.", broken);
        }
        catch
        {
            decoded.Dispose();
            throw;
        }
    }

    private static GatewayException TooLarge(int limit) =>
        new(413, "request_too_large", $"The request body is larger than {limit} bytes; send less or raise Gateway:MaxRequestBytes.");
}
