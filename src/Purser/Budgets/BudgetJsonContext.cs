using System.Text.Json.Serialization;

namespace Purser.Budgets;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(BudgetDefinition))]
[JsonSerializable(typeof(List<BudgetOverride>))]
[JsonSerializable(typeof(HoldData))]
[JsonSerializable(typeof(SettledData))]
[JsonSerializable(typeof(CrossedThreshold))]
internal sealed partial class BudgetJsonContext : JsonSerializerContext;
