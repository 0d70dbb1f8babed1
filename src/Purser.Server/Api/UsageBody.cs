using System.Text.Json.Serialization;

namespace Purser.Server.Api;

/// <summary>The eight leaves; absent ones are 0. <c>total</c> is accepted and must then agree.</summary>
internal sealed record UsageBody
{
    public long InputUncached { get; init; }

    public long InputAudio { get; init; }

    public long CacheRead { get; init; }

    [JsonPropertyName("cache_write_5m")]
    public long CacheWrite5m { get; init; }

    [JsonPropertyName("cache_write_1h")]
    public long CacheWrite1h { get; init; }

    public long OutputText { get; init; }

    public long OutputAudio { get; init; }

    public long OutputReasoning { get; init; }

    public long? Total { get; init; }
}
