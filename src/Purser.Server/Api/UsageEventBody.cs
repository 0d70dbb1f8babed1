using System.Text.Json.Serialization;

namespace Purser.Server.Api;

/// <summary>Body of <c>POST /usage</c>: one event with the ledger's field names.</summary>
internal sealed record UsageEventBody
{
    public string? IdempotencyKey { get; init; }

    public Guid? RequestId { get; init; }

    public int? Attempt { get; init; }

    public DateTimeOffset? AdmittedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public string? User { get; init; }

    public string? Agent { get; init; }

    public string? Session { get; init; }

    public string? Component { get; init; }

    public string? Provider { get; init; }

    public string? Model { get; init; }

    public Dictionary<string, string>? Tags { get; init; }

    public string? Dialect { get; init; }

    /// <summary><c>ok partial estimated unmetered error</c>; null: ok with usage, else unmetered.</summary>
    public string? Status { get; init; }

    public UsageBody? Usage { get; init; }

    /// <summary>What the provider said it cost; counts as charged when there is no price of ours.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public decimal? ProviderCostUsd { get; init; }

    /// <summary><c>library otlp import</c>; null: library.</summary>
    public string? Source { get; init; }

    public long? DurationMs { get; init; }

    public long? TimeToFirstTokenMs { get; init; }

    public int? HttpStatus { get; init; }

    public string? ResponseId { get; init; }

    public string? CorrelationId { get; init; }

    public string? OperationId { get; init; }

    public string? TraceId { get; init; }

    public string? SpanId { get; init; }
}
