using System.Text.Json;
using System.Text.Json.Serialization;

namespace Purser.Budgets;

/// <summary>Budgets as JSON: snake_case, limit and window in their text forms (<c>{"name":"daily","limit":"5usd","window":"day",…}</c>).</summary>
public static class BudgetJson
{
    /// <summary>UTF-8 JSON of a definition.</summary>
    public static byte[] Write(BudgetDefinition budget) => JsonSerializer.SerializeToUtf8Bytes(budget, BudgetJsonContext.Default.BudgetDefinition);

    /// <summary>Reads a definition; keys left out take their defaults.</summary>
    /// <exception cref="JsonException">Not a definition; the message says where and why.</exception>
    public static BudgetDefinition Read(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, BudgetJsonContext.Default.BudgetDefinition) ?? throw new JsonException("A budget is a JSON object.");
}
