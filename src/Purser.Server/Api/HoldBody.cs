using System.Text.Json.Serialization;

namespace Purser.Server.Api;

/// <summary>A hold in money, in tokens, or both.</summary>
internal sealed record HoldBody
{
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public decimal? CostUsd { get; init; }

    public long? InputTokens { get; init; }

    public long? MaxOutputTokens { get; init; }
}
