using System.Text.Json;
using System.Text.Json.Nodes;

namespace Purser.Budgets;

/// <summary>Budgets as JSON: snake_case, limit and window in their text forms (<c>{"name":"daily","limit":"5usd","window":"day",…}</c>).</summary>
public static class BudgetJson
{
    private static readonly byte[] Defaults = Write(new BudgetDefinition { Name = "-", Limit = new BudgetLimit(BudgetUnit.Requests, 1), Window = default });

    /// <summary>UTF-8 JSON of a definition.</summary>
    public static byte[] Write(BudgetDefinition budget) => JsonSerializer.SerializeToUtf8Bytes(budget, BudgetJsonContext.Default.BudgetDefinition);

    /// <summary>Reads a definition; keys left out take their defaults, but for name, limit and window.</summary>
    /// <exception cref="JsonException">Not a definition; the message says where and why.</exception>
    public static BudgetDefinition Read(ReadOnlySpan<byte> utf8)
    {
        if (JsonNode.Parse(utf8) is not JsonObject given)
            throw new JsonException("A budget is a JSON object.");
        // Generated readers give init-only properties that are left out their type's default, not the property's: so these are written in first.
        foreach (var (key, value) in JsonNode.Parse(Defaults)!.AsObject())
            if (key is not ("name" or "limit" or "window") && !given.ContainsKey(key))
                given[key] = value?.DeepClone();
        return given.Deserialize(BudgetJsonContext.Default.BudgetDefinition) ?? throw new JsonException("A budget is a JSON object.");
    }
}
