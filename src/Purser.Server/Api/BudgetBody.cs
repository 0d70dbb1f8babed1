using System.Text.Json;
using System.Text.Json.Nodes;
using Purser.Budgets;

namespace Purser.Server.Api;

/// <summary>A budget as people state it: what is left out comes from its preset, <c>strict</c> when none is named (budgets 9).</summary>
internal static class BudgetBody
{
    // Set by the engine or by where the budget stands, never by who states it.
    private static readonly string[] Reserved = ["version", "window_version", "source", "origin"];

    /// <exception cref="JsonException">Not a budget; says where and why.</exception>
    public static BudgetDefinition Read(JsonObject stated)
    {
        var limit = BudgetLimit.TryParse(Text(stated, "limit"), out var l) ? l : throw new JsonException("limit: write for example 5usd, 100000tokens, 100000tokens:output or 1000requests.");
        BudgetWindow? window = null;
        if (stated.ContainsKey("window"))
            window = BudgetWindow.TryParse(Text(stated, "window"), out var w) ? w : throw new JsonException("window: use session, hour, day, week, month, quarter, year, total, rolling:5h or fixed:5h.");
        var preset = Text(stated, "preset") is { } name && Enum.TryParse<BudgetPreset>(name, ignoreCase: true, out var p) ? p : BudgetPreset.Strict;
        var json = JsonNode.Parse(BudgetJson.Write(BudgetPresets.Create(preset, "name", limit, window)))!.AsObject();
        foreach (var (key, value) in stated.Where(s => !Reserved.Contains(s.Key)))
            json[key] = value?.DeepClone();
        return BudgetJson.Read(JsonSerializer.SerializeToUtf8Bytes(json, ApiJson.Default.JsonObject));
    }

    private static string? Text(JsonObject json, string key) =>
        json[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
