using Purser.Tokens.Documents;
using Purser.Tokens.Json;

namespace Purser.Tokens.Detection;

/// <summary>The members that tell dialects apart, as seen in one answer.</summary>
internal sealed class DetectionMarks
{
    private const int LongestEvent = 64;
    private readonly Dictionary<string, string> _seen = new(StringComparer.Ordinal);

    /// <summary>Exact paths; nothing below them is looked at.</summary>
    public static IReadOnlyList<string> Paths { get; } =
    [
        "type", "object", "model", "provider", "choices", "data", "error", "message", "message/usage", "message/usage/input_tokens", "message/role",
        "requestId", "isSidechain", "sessionId", "payload", "payload/type", "done", "prompt_eval_count", "eval_count", "embeddings",
        "timings", "tokens_predicted", "usageMetadata", "usageMetadata/trafficType", "candidates", "promptFeedback", "predictions", "modelVersion",
        "usage_metadata", "response_metadata", "llm_output", "raw", "raw/usage", "additional_kwargs", "Metadata", "Metadata/Usage",
        "usage", "usage/inputTokens", "usage/promptTokens", "usage/inputTokenDetails", "usage/cachedInputTokens", "usage/reasoningTokens",
        "usage/cacheReadInputTokens", "usage/cacheWriteInputTokens", "metrics", "stopReason", "output", "metadata/usage", "contentBlockIndex", "role",
        "usage/inputTokenCount", "inputTokenCount", "providerMetadata",
        "usage/billed_units", "usage/tokens", "delta/usage", "meta/billed_units", "finish_reason",
        "usage/prompt_tokens", "usage/completion_tokens", "usage/input_tokens", "usage/output_tokens", "usage/input_tokens_details", "usage/total_tokens",
        "usage/cache_creation_input_tokens", "usage/input_token_details", "usage/prompt_cache_hit_tokens", "usage/cost", "usage/cost/total_cost",
        "usage/is_byok", "usage/cost_in_usd_ticks", "usage/num_sources_used", "usage/citation_tokens", "usage/num_search_queries",
        "usage/search_context_size", "usage/queue_time", "x_groq", "prompt_filter_results", "response", "response/object", "response/usage",
        "response/usage/input_token_details", "amazon-bedrock-invocationMetrics", "generation", "prompt_token_count", "generation_token_count",
        "inputTextTokenCount", "status", "stop_reason",
    ];

    public bool Has(string path) => _seen.ContainsKey(path);

    public bool HasAny(params ReadOnlySpan<string> paths)
    {
        foreach (var path in paths)
        {
            if (Has(path))
                return true;
        }

        return false;
    }

    /// <summary>The text at a path; empty when it is absent or no text.</summary>
    public string Text(string path) => _seen.GetValueOrDefault(path, "");

    public bool HasEvent(string name) => Has("event:" + name);

    public void NoteEvent(string name)
    {
        if (name.Length <= LongestEvent)
            _seen["event:" + name] = "";
    }

    public void Note(string path, FactRange fact, ReadOnlySpan<byte> json)
    {
        if (fact.Kind is 0 or (byte)'n')
            return;
        var text = fact.IsString ? JsonText.Decode(fact.Of(json)) : "";
        if (!_seen.TryGetValue(path, out var known) || known.Length == 0)
            _seen[path] = text;
        if (path == "type")
            NoteEvent(text);
    }
}
