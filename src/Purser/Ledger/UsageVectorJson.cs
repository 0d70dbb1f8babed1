using System.Text.Json;
using Purser.Tokens;

namespace Purser.Ledger;

/// <summary>The usage vector as the ledger spells it: the eight leaves and their total.</summary>
internal static class UsageVectorJson
{
    public static void Write(Utf8JsonWriter json, in TokenUsage usage)
    {
        json.WriteStartObject();
        json.WriteNumber("input_uncached", usage.InputUncached);
        json.WriteNumber("input_audio", usage.InputAudio);
        json.WriteNumber("cache_read", usage.CacheRead);
        json.WriteNumber("cache_write_5m", usage.CacheWrite5m);
        json.WriteNumber("cache_write_1h", usage.CacheWrite1h);
        json.WriteNumber("output_text", usage.OutputText);
        json.WriteNumber("output_audio", usage.OutputAudio);
        json.WriteNumber("output_reasoning", usage.OutputReasoning);
        json.WriteNumber("total", usage.Total);
        json.WriteEndObject();
    }

    /// <summary>Absent leaves are 0; a stated total must be the sum of the leaves.</summary>
    public static TokenUsage Read(JsonElement json)
    {
        var usage = new TokenUsage
        {
            InputUncached = Leaf(json, "input_uncached"),
            InputAudio = Leaf(json, "input_audio"),
            CacheRead = Leaf(json, "cache_read"),
            CacheWrite5m = Leaf(json, "cache_write_5m"),
            CacheWrite1h = Leaf(json, "cache_write_1h"),
            OutputText = Leaf(json, "output_text"),
            OutputAudio = Leaf(json, "output_audio"),
            OutputReasoning = Leaf(json, "output_reasoning"),
        };
        if (json.TryGetProperty("total", out _) && Leaf(json, "total") != usage.Total)
            throw new FormatException($"usage.total is not the sum of the leaves, {usage.Total}.");
        return usage;
    }

    // 2^53 - 1, as everywhere where counts are read (providers 3).
    private static long Leaf(JsonElement json, string name) =>
        !json.TryGetProperty(name, out var value) ? 0
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var count) && count is >= 0 and <= 9_007_199_254_740_991 ? count
        : throw new FormatException($"usage.{name} must be a whole number from 0 to 2^53 - 1.");
}
