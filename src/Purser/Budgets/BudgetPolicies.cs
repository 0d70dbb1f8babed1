using System.Text.Json.Serialization;

namespace Purser.Budgets;

/// <summary>What a budget does with a call that does not state its <c>each</c> attribute (budgets 9).</summary>
public enum MissingPolicy
{
    /// <summary>All such calls share an instance called <c>(none)</c>.</summary>
    [JsonStringEnumMemberName("bucket")]
    Bucket,

    /// <summary>They share one process-wide instance without a value.</summary>
    [JsonStringEnumMemberName("shared")]
    Shared,

    /// <summary>The budget does not apply to them.</summary>
    [JsonStringEnumMemberName("skip")]
    Skip,
}

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

/// <summary>The settings of budgets 9: values only, the engine is the same.</summary>
public enum BudgetPreset
{
    /// <summary>The default.</summary>
    [JsonStringEnumMemberName("strict")]
    Strict,

    /// <summary>A session's token tracker.</summary>
    [JsonStringEnumMemberName("session")]
    Session,

    /// <summary>A user's budgets as a chat pipeline enforces them.</summary>
    [JsonStringEnumMemberName("user")]
    User,
}

/// <summary>The most that any budget of an engine may do, whatever its own mode.</summary>
public enum BudgetModeCap
{
    /// <summary>Count only.</summary>
    Track,

    /// <summary>Count and alert.</summary>
    Alert,

    /// <summary>As each budget says.</summary>
    Enforce,
}
