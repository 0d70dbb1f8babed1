using Purser.Dialects;
using Purser.Ledger;

namespace Purser.Budgets;

/// <summary>A request to admit one call: who, how much at most, and under which identity (budgets R3, R5, R35).</summary>
public sealed record HoldRequest
{
    /// <summary>UUIDv7 of ours: the reservation's id.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>Who calls what.</summary>
    public required CallAttributes Attributes { get; init; }

    /// <summary>The worst case at an output bound in tokens; called with <see cref="OutputBound"/> first and with smaller bounds while fitting (R8), then under the engine's lock: it must be quick, pure and grow with its argument.</summary>
    public required Func<long, Amounts> AtOutputBound { get; init; }

    /// <summary>The output bound asked for (requested limit, else the provider's default); 0 when the amounts do not depend on one.</summary>
    public long OutputBound { get; init; }

    /// <summary>Whether the output bound may be lowered to fit: the request will really be clamped (R8).</summary>
    public bool MayFit { get; init; }

    /// <summary>Least output worth having, thinking budget included (R7, R8).</summary>
    public long MinFitOutput { get; init; } = 256;

    /// <summary>The door it came through, kept on the event that an expiry writes (R31).</summary>
    public UsageSource Source { get; init; } = UsageSource.Library;

    /// <summary>R17's estimate, should the hold expire without an end (R31, guarded); null: the hold.</summary>
    public Amounts? AtExpiry { get; init; }

    /// <summary>How far the bound can be trusted (R7b).</summary>
    public BoundTrust Trust { get; init; } = BoundTrust.Hard;

    /// <summary>Why the call cannot be bounded (R12); null when it can. Strict budgets refuse, guarded ones hold flat.</summary>
    public string? Unboundable { get; init; }

    /// <summary>How long the hold lasts without a heartbeat; default 15 min (R31).</summary>
    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Whether the reservation is kept until it ends even when no budget matches: somebody will settle it by its id.</summary>
    public bool Keep { get; init; }

    /// <summary>The client's idempotency key; null when none.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Hash of body and context, compared on a repeat.</summary>
    public ReadOnlyMemory<byte> IdempotencyHash { get; init; }

    /// <summary>UTF-8 JSON kept on the hold entry: what recovery and <c>why</c> need to know.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }
}
