using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Purser.Server.Api;

/// <summary>The answer to a call: JSON, or a problem.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">UTF-8; empty on 204.</param>
public sealed record ApiResponse(int Status, ReadOnlyMemory<byte> Body)
{
    /// <summary>The body's media type.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary><c>Retry-After</c> in seconds; null: not sent.</summary>
    public long? RetryAfterSeconds { get; init; }

    /// <summary>Whether the operation was done.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>204.</summary>
    public static ApiResponse NoContent { get; } = new(204, default);

    internal static ApiResponse Json<T>(int status, T value, JsonTypeInfo<T> type) => new(status, JsonSerializer.SerializeToUtf8Bytes(value, type));

    internal static ApiResponse Write(int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
            write(json);
        return new(status, buffer.WrittenMemory);
    }
}
