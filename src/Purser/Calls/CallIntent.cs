using Purser.Dialects;
using Purser.Ledger;

namespace Purser.Calls;

/// <summary>A call about to be made.</summary>
public sealed record CallIntent
{
    /// <summary>Who calls what; provider and model as asked for.</summary>
    public required CallAttributes Attributes { get; init; }

    /// <summary>The dialect it will be made in; null when the caller holds by hand.</summary>
    public Dialect? Dialect { get; init; }

    /// <summary>What the body says; null when the caller states its hold itself.</summary>
    public RequestFacts? Facts { get; init; }

    /// <summary>The body's prefixes, for the memo of reported input (R6); null: the byte count alone bounds the input.</summary>
    public PrefixChain? Prefix { get; init; }

    /// <summary>A hold of the caller's own, instead of one computed from <see cref="Facts"/>; kept until it is settled even when no budget matches.</summary>
    public Budgets.Amounts? StatedHold { get; init; }

    /// <summary>The door.</summary>
    public required UsageSource Source { get; init; }

    /// <summary>The client's idempotency key; null when none.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Hash of body and context.</summary>
    public ReadOnlyMemory<byte> IdempotencyHash { get; init; }

    /// <summary>How long the hold lasts without a heartbeat; null: the configured default (15 min).</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>The caller's correlation id.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The operation scope it runs in.</summary>
    public string? OperationId { get; init; }

    /// <summary>W3C trace id.</summary>
    public string? TraceId { get; init; }

    /// <summary>W3C span id.</summary>
    public string? SpanId { get; init; }
}
