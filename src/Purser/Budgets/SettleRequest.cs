using Purser.Ledger;

namespace Purser.Budgets;

/// <summary>The end of one attempt of an admitted call, with what it cost (budgets R15, R17, R20).</summary>
public sealed record SettleRequest
{
    /// <summary>The reservation.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>1 for the first attempt.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>What it cost. A unit that is null is charged as held by enforcing budgets (R12, R17) and as nothing by others.</summary>
    public required Amounts Actual { get; init; }

    /// <summary>Whether more attempts follow: what is left of the hold stays (R20).</summary>
    public bool MoreAttempts { get; init; }

    /// <summary>The usage event, written in the same transaction; null when there is none to write.</summary>
    public UsageEvent? Event { get; init; }

    /// <summary>Records of the same call from lower sources, taken back in the same transaction (R37); empty as a rule.</summary>
    public IReadOnlyList<Observation> Reversals { get; init; } = [];

    /// <summary>Whether <see cref="Actual"/> is R17's estimate.</summary>
    public bool Estimated { get; init; }

    /// <summary>Whether other values than settled before are a correction (R18) instead of a conflict (R36).</summary>
    public bool MayCorrect { get; init; }
}
