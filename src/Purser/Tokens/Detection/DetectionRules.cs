namespace Purser.Tokens.Detection;

/// <summary>What the marks mean. Rules stand from the most to the least specific; the first that holds decides.</summary>
internal static class DetectionRules
{
    private static readonly (string Dialect, Func<DetectionMarks, bool> Holds)[] Rules =
    [
        ("codex-jsonl", m => m.Has("payload") && (m.HasEvent("event_msg") || m.HasEvent("turn_context") || m.HasEvent("session_meta"))),
        ("claude-code-jsonl", m => m.HasEvent("assistant") && m.HasAny("message/usage", "requestId", "sessionId")),
        ("langchain", m => m.HasAny("usage_metadata", "response_metadata", "llm_output")),
        ("llamaindex", m => m.HasAny("raw/usage", "raw") || (m.Has("additional_kwargs") && !m.Has("usage"))),
        ("semantic-kernel", m => m.Has("Metadata")),
        ("microsoft-extensions-ai", m => m.HasAny("usage/inputTokenCount", "inputTokenCount")),
        ("cohere-v2", m => m.HasAny("usage/billed_units", "usage/tokens") || m.HasEvent("message-end")),
        ("cohere-embed", m => m.Has("meta/billed_units")),
        ("vertex", m => m.HasAny("usageMetadata/trafficType", "predictions")),
        ("gemini", m => m.HasAny("usageMetadata", "candidates", "promptFeedback", "modelVersion")),
        ("bedrock-invoke", m => m.HasAny("amazon-bedrock-invocationMetrics", "generation_token_count", "prompt_token_count", "inputTextTokenCount", "generation")),
        ("openai-realtime", m => m.HasAny("response/usage/input_token_details", "usage/input_token_details") || m.HasEvent("response.done")),
        ("openai-responses", m => m.HasAny("response/usage", "usage/input_tokens_details") || m.Text("object") == "response" || m.Text("response/object") == "response" || m.HasEvent("response.created") || m.HasEvent("response.completed")),
        ("anthropic", m => m.HasEvent("message_start") || m.HasEvent("message_delta") || m.Text("type") == "message" || m.Has("usage/cache_creation_input_tokens") || (m.HasAny("usage/input_tokens", "usage/output_tokens") && !m.Has("usage/total_tokens"))),
        ("openai-responses", m => m.Has("usage/input_tokens")),
        ("bedrock-converse", m => m.HasEvent("messageStart") || m.HasEvent("metadata") || m.HasAny("metadata/usage", "metrics", "stopReason", "usage/cacheReadInputTokens", "usage/cacheWriteInputTokens", "contentBlockIndex")),
        ("vercel-ai", m => m.HasAny("usage/inputTokens", "usage/promptTokens")),
        ("xai", m => m.HasAny("usage/cost_in_usd_ticks", "usage/num_sources_used") || m.Text("model").StartsWith("grok", StringComparison.Ordinal)),
        ("perplexity", m => m.HasAny("usage/citation_tokens", "usage/num_search_queries", "usage/search_context_size", "usage/cost/total_cost") || m.Text("model").StartsWith("sonar", StringComparison.Ordinal)),
        ("deepseek", m => m.Has("usage/prompt_cache_hit_tokens")),
        ("openrouter", m => m.HasAny("usage/is_byok", "usage/cost") || (m.Has("provider") && m.Has("choices"))),
        ("groq", m => m.HasAny("x_groq", "usage/queue_time")),
        ("azure-openai", m => m.Has("prompt_filter_results")),
        ("llamacpp", m => m.HasAny("timings", "tokens_predicted")),
        ("ollama", m => m.HasAny("prompt_eval_count", "eval_count", "done")),
        ("openai-embeddings", m => m.Text("object") == "list" && m.Has("usage/prompt_tokens")),
        ("openai-chat", m => m.HasAny("choices", "usage/prompt_tokens", "usage/completion_tokens") || m.Text("object").StartsWith("chat.completion", StringComparison.Ordinal)),
        ("bedrock-converse", m => m.Has("message") && !m.Has("type")),
        ("anthropic", m => m.Text("type") == "error"),
        ("openai-chat", m => m.HasAny("error", "usage")),
    ];

    /// <summary>The dialect's name; null when no rule holds.</summary>
    public static string? Choose(DetectionMarks marks, bool bedrockHeaders)
    {
        foreach (var (dialect, holds) in Rules)
        {
            if (holds(marks))
                return dialect;
        }

        return bedrockHeaders ? "bedrock-invoke" : null;
    }
}
