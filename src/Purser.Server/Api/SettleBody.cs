using System.Text.Json.Serialization;

namespace Purser.Server.Api;

/// <summary>Body of <c>POST /reservations/{id}/settle</c>.</summary>
internal sealed record SettleBody
{
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public decimal? CostUsd { get; init; }

    public UsageBody? Usage { get; init; }

    /// <summary>The model that answered; null: the one that was reserved for.</summary>
    public string? Model { get; init; }

    public string? ResponseId { get; init; }

    /// <summary>1 for the first attempt (R20), which null means.</summary>
    public int? Attempt { get; init; }

    public bool MoreAttempts { get; init; }
}
