using System.Text.Json.Serialization;

namespace Purser.Budgets;

/// <summary>What a budget does while the store takes no writes (budgets R33).</summary>
public enum StoreDownPolicy
{
    /// <summary>Calls fail with <see cref="Ledger.LedgerUnavailableException"/> (503).</summary>
    [JsonStringEnumMemberName("closed")]
    Closed,

    /// <summary>Calls are held in memory only, and reported.</summary>
    [JsonStringEnumMemberName("open")]
    Open,
}
