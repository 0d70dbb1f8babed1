using System.Text.Json;
using System.Text.Json.Serialization;

namespace Purser.Sqlite;

/// <summary>Who owns a data directory, as <c>owner.json</c> says it.</summary>
/// <param name="Pid">The owning process.</param>
/// <param name="Url">Where it serves; null for a library, which serves nothing.</param>
/// <param name="Token">Its boot token, for those who may read the file; null without a URL.</param>
/// <param name="StartedAt">When it took the directory, UTC.</param>
public sealed record OwnerRecord(
    [property: JsonPropertyName("pid")] int Pid,
    [property: JsonPropertyName("url")] string? Url,
    [property: JsonPropertyName("token")] string? Token,
    [property: JsonPropertyName("started_at")] DateTimeOffset StartedAt)
{
    /// <summary>Does not show the token.</summary>
    public override string ToString() => Url is null ? $"pid {Pid}" : $"pid {Pid} at {Url}";

    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, OwnerJson.Default.OwnerRecord);

    internal static OwnerRecord? FromJson(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, OwnerJson.Default.OwnerRecord);
        }
        catch (JsonException)
        {
            // The owner is just writing it, or it was torn: the lock still tells the truth.
            return null;
        }
    }
}
