using Purser.Ledger;

namespace Purser.Budgets;

/// <summary>A reservation that is held; a detached copy (budgets R31).</summary>
public sealed record OpenHoldView
{
    /// <summary>The reservation.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>Its owner.</summary>
    public required CallAttributes Attributes { get; init; }

    /// <summary>Which door it came in by, and so who ends it.</summary>
    public required Ledger.UsageSource Source { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset AdmittedAt { get; init; }

    /// <summary>Since admission, ≥ 0.</summary>
    public required TimeSpan Age { get; init; }

    /// <summary>UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What it was held for.</summary>
    public required Amounts Hold { get; init; }

    /// <summary>What each budget holds for it now.</summary>
    public required IReadOnlyList<HoldLeg> Legs { get; init; }

    /// <summary>Why it is still held, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>The JSON that the caller put on the hold; empty when none.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }
}
