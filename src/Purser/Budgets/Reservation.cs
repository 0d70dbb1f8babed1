using Purser.Ledger;

namespace Purser.Budgets;

/// <summary>A reservation from its hold to its end (budgets R14). Guarded by the engine's lock.</summary>
internal sealed class Reservation
{
    public required Guid RequestId { get; init; }

    public required CallAttributes Attributes { get; init; }

    public required DateTimeOffset AdmittedAt { get; init; }

    public required HoldLegState[] Legs { get; init; }

    public required Amounts Hold { get; init; }

    public Amounts? AtExpiry { get; init; }

    public UsageSource Source { get; init; }

    public long OutputBound { get; init; }

    /// <summary>The caller's own JSON on the hold entry.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    public IdempotencyRecord? Idempotency { get; init; }

    public TimeSpan TimeToLive { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>Monotonic, so that a stepped wall clock expires nothing (R26).</summary>
    public long DueTimestamp { get; set; }

    /// <summary>Whether the hold entry is in the ledger; false for holds that a store-down policy kept in memory (R33).</summary>
    public bool Durable { get; set; }

    /// <summary>How it ended; null while open.</summary>
    public EntryKind? Closed { get; set; }

    public List<SettledAttempt> Attempts { get; } = [];

    /// <summary>Whether it was read back at the start.</summary>
    public bool DueFromRestart { get; set; }

    /// <summary>Whether a transition is being committed: others wait their turn.</summary>
    public bool Busy { get; set; }

    /// <summary>Completed when the transition under way ends; null while nobody waits.</summary>
    public TaskCompletionSource? Turn { get; set; }

    public SettledAttempt? AttemptOf(int number)
    {
        foreach (var attempt in Attempts)
            if (attempt.Attempt == number)
                return attempt;
        return null;
    }

    public long HeldSum()
    {
        var sum = 0L;
        foreach (ref readonly var leg in Legs.AsSpan())
            sum += leg.Held;
        return sum;
    }
}
