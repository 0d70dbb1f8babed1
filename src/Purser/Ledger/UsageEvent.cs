using Purser.Pricing;
using Purser.Tokens;

namespace Purser.Ledger;

/// <summary>One attempt of one call as the ledger keeps it: never changed, corrected only by a later adjusting entry (budgets R18).</summary>
public sealed record UsageEvent
{
    /// <summary>UUIDv7.</summary>
    public required Guid Id { get; init; }

    /// <summary>The reservation or call id, which the caller sees as <c>X-Purser-Request</c>.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>1 for the first attempt (R20).</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The instant of admission, UTC: the bucket and the budget window go by it (R24).</summary>
    public required DateTimeOffset AdmittedAt { get; init; }

    /// <summary>The instant of completion, UTC.</summary>
    public required DateTimeOffset CompletedAt { get; init; }

    /// <summary>Who called what. <see cref="CallAttributes.Model"/> is the model that answered, where known.</summary>
    public required CallAttributes Attributes { get; init; }

    /// <summary>The wire dialect; null when reported by hand.</summary>
    public string? Dialect { get; init; }

    /// <summary>How well it is known.</summary>
    public required EventStatus Status { get; init; }

    /// <summary>The vector; null when unmetered.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>What the reader remarked.</summary>
    public UsageFlags Flags { get; init; }

    /// <summary>Our price; null when unpriced or unmetered.</summary>
    public NanoUsd? Cost { get; init; }

    /// <summary>What the provider said; informational.</summary>
    public NanoUsd? ProviderCost { get; init; }

    /// <summary>What budgets counted.</summary>
    public NanoUsd Charged { get; init; }

    /// <summary>The price row that was charged; null when unpriced.</summary>
    public string? PriceId { get; init; }

    /// <summary>From admission to the last byte.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>From admission to the first content byte of a stream.</summary>
    public TimeSpan? TimeToFirstToken { get; init; }

    /// <summary>The door.</summary>
    public required UsageSource Source { get; init; }

    /// <summary>Whether a budget held for it beforehand; otherwise it was only observed.</summary>
    public bool Enforced { get; init; }

    /// <summary>The provider's HTTP status; null when none.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>The provider's id of the response.</summary>
    public string? ResponseId { get; init; }

    /// <summary>The caller's correlation id.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The operation scope it ran in.</summary>
    public string? OperationId { get; init; }

    /// <summary>W3C trace id, 32 hex digits.</summary>
    public string? TraceId { get; init; }

    /// <summary>W3C span id, 16 hex digits.</summary>
    public string? SpanId { get; init; }

    /// <summary>+1 for an event, -1 for the reversal of one that a higher source replaced (R37).</summary>
    public int Sign { get; init; } = 1;
}
