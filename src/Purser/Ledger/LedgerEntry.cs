namespace Purser.Ledger;

/// <summary>One immutable line of the ledger. Folding every entry's <see cref="Changes"/> gives every balance.</summary>
public sealed record LedgerEntry
{
    /// <summary>UUIDv7, unique for ever: applying an entry twice is a no-op.</summary>
    public required Guid Id { get; init; }

    /// <summary>What happened.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whose.</summary>
    public string Tenant { get; init; } = CallAttributes.DefaultTenant;

    /// <summary>The reservation or call it belongs to; null for changes of budgets, keys and prices.</summary>
    public Guid? RequestId { get; init; }

    /// <summary>The attempt it belongs to; 0 when it concerns the whole reservation.</summary>
    public int Attempt { get; init; }

    /// <summary>Balance changes, applied in the entry's own transaction.</summary>
    public IReadOnlyList<BalanceChange> Changes { get; init; } = [];

    /// <summary>When the hold runs out; on <see cref="EntryKind.Hold"/> and <see cref="EntryKind.Extend"/> only.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>UTF-8 JSON of the kind's own facts (the hold's bound and attributes, the refusal's R10 fields, …); empty when none.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The client's idempotency key, unique per tenant (R35); null when none.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Hash of body and context that the key was first used with.</summary>
    public ReadOnlyMemory<byte> IdempotencyHash { get; init; }

    /// <summary>Whether the entry closes its reservation: the hold is no longer open afterwards.</summary>
    public bool ClosesHold { get; init; }
}
