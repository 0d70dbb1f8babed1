namespace Purser.Budgets;

/// <summary>The engine's answer to a <see cref="HoldRequest"/>.</summary>
public sealed record HoldResult
{
    /// <summary>How it ended.</summary>
    public required HoldVerdict Verdict { get; init; }

    /// <summary>The reservation: the request's own id, or the earlier one that an idempotency key stands for.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>What is held, one leg a matched instance; empty unless admitted.</summary>
    public IReadOnlyList<HoldLeg> Legs { get; init; } = [];

    /// <summary>Whether a strict or guarded budget holds: then the output limit must really be sent (R7).</summary>
    public bool Enforced { get; init; }

    /// <summary>The output bound that was held for.</summary>
    public long OutputBound { get; init; }

    /// <summary>Whether <see cref="OutputBound"/> is lower than asked for (R8).</summary>
    public bool Clamped { get; init; }

    /// <summary>When the hold runs out; null unless admitted.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Why it was refused; null unless refused.</summary>
    public BudgetRefusal? Refusal { get; init; }

    /// <summary>A model hinted at by a threshold's action (R29); null when none.</summary>
    public string? HintModel { get; init; }
}
