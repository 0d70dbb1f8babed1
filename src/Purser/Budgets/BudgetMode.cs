using System.Text.Json.Serialization;

namespace Purser.Budgets;

/// <summary>What a budget does when a hold does not fit (budgets 1). Wire names are lower-case.</summary>
public enum BudgetMode
{
    /// <summary>Refuses it, and whatever cannot be bounded.</summary>
    [JsonStringEnumMemberName("strict")]
    Strict,

    /// <summary>Refuses it, but admits what cannot be bounded with a flat hold.</summary>
    [JsonStringEnumMemberName("guarded")]
    Guarded,

    /// <summary>Counts and never blocks.</summary>
    [JsonStringEnumMemberName("track")]
    Track,

    /// <summary>Counts, records <c>would_block</c> and never blocks.</summary>
    [JsonStringEnumMemberName("audit")]
    Audit,
}
