namespace Purser.Tokens;

/// <summary>One distinct request of an agent's log.</summary>
public sealed record TranscriptRequest
{
    /// <summary>What it used.</summary>
    public required UsageReading Reading { get; init; }

    /// <summary>When it was logged, UTC; null when the line does not say.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The session it belongs to; null when the log does not say.</summary>
    public string? SessionId { get; init; }

    /// <summary>The provider's request id; null when the log has none.</summary>
    public string? RequestId { get; init; }

    /// <summary>The provider's message id; null when the log has none.</summary>
    public string? MessageId { get; init; }

    /// <summary>A key that is the same whenever the same request is read again, in this or another file; for idempotent imports. Null: none can be had.</summary>
    public string? Key { get; init; }
}
