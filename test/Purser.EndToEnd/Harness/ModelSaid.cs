using System.Text.Json;
using Purser.Cli.Demo.Scripted;
using Purser.Tokens;

namespace Purser.EndToEnd.Harness;

/// <summary>What the scripted model billed, as the disjoint vector that the ledger must hold.</summary>
internal static class ModelSaid
{
    public static TokenUsage Usage(ScriptedCall call)
    {
        var answer = call.Answer;
        var input = new TokenUsage { InputUncached = answer.InputTokens - answer.CachedTokens, CacheRead = answer.CachedTokens };
        if (call.Path.EndsWith("/embeddings", StringComparison.Ordinal))
            return input;
        // Anthropic bills thinking inside the output and does not tell it apart.
        return call.Path.EndsWith("/messages", StringComparison.Ordinal)
            ? input with { OutputText = answer.OutputTokens }
            : input with { OutputText = answer.TextTokens, OutputReasoning = answer.ReasoningTokens };
    }

    public static TokenUsage Read(JsonElement usage)
    {
        long Leaf(string name) => usage.GetProperty(name).GetInt64();
        return new TokenUsage
        {
            InputUncached = Leaf("input_uncached"),
            InputAudio = Leaf("input_audio"),
            CacheRead = Leaf("cache_read"),
            CacheWrite5m = Leaf("cache_write_5m"),
            CacheWrite1h = Leaf("cache_write_1h"),
            OutputText = Leaf("output_text"),
            OutputAudio = Leaf("output_audio"),
            OutputReasoning = Leaf("output_reasoning"),
        };
    }
}
