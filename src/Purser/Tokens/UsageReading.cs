namespace Purser.Tokens;

/// <summary>What was read of one call: its vector or the reason why there is none.</summary>
public sealed record UsageReading
{
    /// <summary>How complete the reading is.</summary>
    public required UsageStatus Status { get; init; }

    /// <summary>Why there is no vector; null unless <see cref="Status"/> is <see cref="UsageStatus.Error"/>.</summary>
    public UsageError? Error { get; init; }

    /// <summary>The dialect that was read, as spelled in providers 3.</summary>
    public required string Dialect { get; init; }

    /// <summary>The model that answered, as the response spells it; null when it does not say.</summary>
    public string? Model { get; init; }

    /// <summary>The vector; null when <see cref="Status"/> is <see cref="UsageStatus.Error"/>.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>The total that the provider states; it never overrides the leaves.</summary>
    public long? ReportedTotal { get; init; }

    /// <summary>What was remarkable.</summary>
    public UsageFlags Flags { get; init; }

    /// <summary>Facts beside the counts.</summary>
    public UsageExtra Extra { get; init; } = UsageExtra.None;

    /// <summary>The provider's own id of the response; null when it states none.</summary>
    public string? ResponseId { get; init; }

    /// <summary>Pieces that are priced one by one (providers 6 rule 3); empty: the call is one piece.</summary>
    public IReadOnlyList<UsagePart> Parts { get; init; } = [];

    /// <summary>
    /// All tokens that the call is billed for: the sum of its parts, which is <see cref="Usage"/> and whatever an advisor with a model of its
    /// own used beside it (providers 1.2). Token budgets count these. Null when there is no vector.
    /// </summary>
    public TokenUsage? BilledUsage => Parts.Count == 0 ? Usage : Parts.Aggregate(default(TokenUsage), (sum, part) => sum + part.Usage);
}
