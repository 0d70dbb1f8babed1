using System.Text.Json.Serialization;

namespace Purser.Budgets;

/// <summary>When a threshold counts as crossed (budgets 9).</summary>
public enum ThresholdComparison
{
    /// <summary>Settled ≥ threshold.</summary>
    [JsonStringEnumMemberName("at_least")]
    AtLeast,

    /// <summary>Settled &gt; threshold.</summary>
    [JsonStringEnumMemberName("above")]
    Above,
}
