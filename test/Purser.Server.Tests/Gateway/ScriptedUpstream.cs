using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Purser.Server.Tests.Gateway;

/// <summary>Scripts for the upstream's side.</summary>
internal static class ScriptedUpstream
{
    public static RequestDelegate Json(string body, int status = 200, string? encoding = null) => async context =>
    {
        await context.Request.Body.CopyToAsync(System.IO.Stream.Null);
        var bytes = Encode(Encoding.UTF8.GetBytes(body), encoding);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        if (encoding is not null)
            context.Response.Headers.ContentEncoding = encoding;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes);
    };

    /// <summary>Sends a stream in pieces of the given size, each flushed.</summary>
    public static RequestDelegate Stream(string body, int pieceBytes, string contentType = "text/event-stream", string? encoding = null) => async context =>
    {
        await context.Request.Body.CopyToAsync(System.IO.Stream.Null);
        await SendAsync(context, Encode(Encoding.UTF8.GetBytes(body), encoding), pieceBytes, contentType, encoding);
    };

    public static async Task SendAsync(HttpContext context, byte[] bytes, int pieceBytes, string contentType = "text/event-stream", string? encoding = null)
    {
        context.Response.ContentType = contentType;
        if (encoding is not null)
            context.Response.Headers.ContentEncoding = encoding;
        for (var at = 0; at < bytes.Length; at += pieceBytes)
        {
            await context.Response.Body.WriteAsync(bytes.AsMemory(at, Math.Min(pieceBytes, bytes.Length - at)));
            await context.Response.Body.FlushAsync();
        }
    }

    public static async Task SendMoreAsync(HttpContext context, byte[] bytes)
    {
        await context.Response.Body.WriteAsync(bytes);
        await context.Response.Body.FlushAsync();
    }

    public static byte[] Encode(byte[] bytes, string? encoding)
    {
        using var target = new MemoryStream();
        using (Stream encoder = encoding switch
        {
            "gzip" => new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(target, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(target, CompressionLevel.Fastest, leaveOpen: true),
            _ => new MemoryStream(),
        })
        {
            if (encoding is null)
                return bytes;
            encoder.Write(bytes);
        }

        return target.ToArray();
    }
}
