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
