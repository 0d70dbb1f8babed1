using Purser.Budgets;

namespace Purser.Calls;

/// <summary>The answer to a <see cref="CallIntent"/>: the ticket that the call is completed with, or the refusal.</summary>
public sealed record CallAdmission
{
    /// <summary>The call's id, shown as <c>X-Purser-Request</c>, taken by <c>purser why</c>.</summary>
    public Guid RequestId => Hold.RequestId;

    /// <summary>What the budgets said.</summary>
    public required HoldResult Hold { get; init; }

    /// <summary>What was asked.</summary>
    public required CallIntent Intent { get; init; }

    /// <summary>When it was admitted, UTC.</summary>
    public required DateTimeOffset AdmittedAt { get; init; }

    /// <summary>Monotonic timestamp of the admission.</summary>
    public required long AdmittedTimestamp { get; init; }

    /// <summary>Upper bound of the input tokens, where one was computed.</summary>
    public long? InputBound { get; init; }

    /// <summary>The trust that the hold was made at, where a bound was computed (R7b).</summary>
    public Dialects.BoundTrust? Trust { get; init; }

    /// <summary>The output limit that must be written into the request upstream; null: leave the request alone (R7).</summary>
    public long? OutputLimitToWrite { get; init; }

    /// <summary>Whether the call may be made.</summary>
    public bool Allowed => Hold.Verdict is HoldVerdict.Admitted or HoldVerdict.Unbudgeted;
}
