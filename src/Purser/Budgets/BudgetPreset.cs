using System.Text.Json.Serialization;

namespace Purser.Budgets;

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
