using System.Text.Json.Serialization;

namespace Purser.Budgets;

/// <summary>Where a budget was defined; one from a file is read-only elsewhere.</summary>
public enum BudgetSource
{
    /// <summary>In the ledger's store, by command line or API.</summary>
    [JsonStringEnumMemberName("store")]
    Store,

    /// <summary>In the configuration.</summary>
    [JsonStringEnumMemberName("config")]
    Config,
}
