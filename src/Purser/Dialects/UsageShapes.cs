using static Purser.Dialects.FactKind;
using static Purser.Dialects.UsageField;

namespace Purser.Dialects;

/// <summary>The usage objects of providers 1, each once.</summary>
internal static class UsageShapes
{
    private static readonly (string, FactKind)[] TierFacts =
    [
        ("/service_tier", ServiceTier), ("/response/service_tier", ServiceTier), ("service_tier", ServiceTier),
    ];

    public static readonly UsageShape OpenAi = new()
    {
        Counts =
        [
            ("prompt_tokens", Input), ("input_tokens", Input),
            ("completion_tokens", Output), ("output_tokens", Output),
            ("total_tokens", Total),
            ("prompt_tokens_details/cached_tokens", CacheRead), ("input_tokens_details/cached_tokens", CacheRead),
            ("input_token_details/cached_tokens", CacheRead), ("cached_tokens", CacheRead),
            ("prompt_tokens_details/cache_write_tokens", CacheWrite), ("input_tokens_details/cache_write_tokens", CacheWrite),
            ("prompt_tokens_details/audio_tokens", InputAudio), ("input_tokens_details/audio_tokens", InputAudio),
            ("input_token_details/audio_tokens", InputAudio),
            ("input_token_details/cached_tokens_details/audio_tokens", CacheReadAudio),
            ("completion_tokens_details/audio_tokens", OutputAudio), ("output_tokens_details/audio_tokens", OutputAudio),
            ("output_token_details/audio_tokens", OutputAudio),
            ("completion_tokens_details/reasoning_tokens", Reasoning), ("output_tokens_details/reasoning_tokens", Reasoning),
            ("output_token_details/reasoning_tokens", Reasoning), ("reasoning_tokens", Reasoning),
        ],
        Facts = TierFacts,
    };

    public static readonly UsageShape OpenAiEmbeddings = OpenAi with { OutputOptional = true };

    public static readonly UsageShape OpenAiChatNames = OpenAi with
    {
        Counts = [.. OpenAi.Counts.Where(c => !c.Path.StartsWith("input_", StringComparison.Ordinal) && !c.Path.StartsWith("output_", StringComparison.Ordinal))],
    };

    public static readonly UsageShape OpenAiWithTotal = OpenAi with { NeedsTotal = true };

    public static readonly UsageShape DeepSeek = OpenAi with { Counts = [("prompt_cache_hit_tokens", CacheRead), .. OpenAi.Counts] };

    public static readonly UsageShape Xai = OpenAi with
    {
        Counts = [.. OpenAi.Counts, ("num_sources_used", Sources)],
        Facts = [.. TierFacts, ("cost_in_usd_ticks", CostTicks)],
        Reasoning = ReasoningPlacement.Outside,
    };

    public static readonly UsageShape OpenRouter = OpenAi with { Facts = [.. TierFacts, ("cost", CostUsd)] };

    public static readonly UsageShape Perplexity = OpenAi with
    {
        Counts = [.. OpenAi.Counts, ("citation_tokens", Citations), ("num_search_queries", SearchQueries)],
        Facts = [.. TierFacts, ("cost/total_cost", CostUsd)],
        Reasoning = ReasoningPlacement.OutsideTotal,
    };

    public static readonly UsageShape LlamaCpp = OpenAi with { Counts = [.. OpenAi.Counts, ("/timings/cache_n", CacheRead)] };

    public static readonly UsageShape LlamaCppNative = new()
    {
        Counts = [("tokens_evaluated", Input), ("tokens_predicted", Output), ("timings/cache_n", CacheRead)],
    };

    public static readonly UsageShape LlamaCppTimings = new()
    {
        Counts = [("prompt_n", Input), ("predicted_n", Output), ("cache_n", CacheRead)],
        Input = InputCounting.Exclusive,
    };

    public static readonly UsageShape Anthropic = new()
    {
        Counts =
        [
            ("input_tokens", Input), ("output_tokens", Output),
            ("cache_read_input_tokens", CacheRead), ("cache_creation_input_tokens", CacheWrite),
            ("cache_creation/ephemeral_5m_input_tokens", CacheWrite5m), ("cache_creation/ephemeral_1h_input_tokens", CacheWrite1h),
            ("output_tokens_details/thinking_tokens", Reasoning),
            ("server_tool_use/web_search_requests", WebSearches), ("server_tool_use/web_fetch_requests", WebFetches),
        ],
        Facts = [("service_tier", ServiceTier), ("inference_geo", InferenceGeo), ("speed", Speed), ("iterations", Iterations)],
        Input = InputCounting.Exclusive,
    };

    public static readonly UsageShape Gemini = new()
    {
        Counts =
        [
            ("promptTokenCount", Input), ("candidatesTokenCount", Output), ("responseTokenCount", Output),
            ("totalTokenCount", Total), ("cachedContentTokenCount", CacheRead), ("thoughtsTokenCount", Reasoning),
            ("toolUsePromptTokenCount", ToolUsePrompt),
            ("promptTokensDetails/[modality=AUDIO]/tokenCount", InputAudio),
            ("cacheTokensDetails/[modality=AUDIO]/tokenCount", CacheReadAudio),
            ("candidatesTokensDetails/[modality=AUDIO]/tokenCount", OutputAudio),
            ("responseTokensDetails/[modality=AUDIO]/tokenCount", OutputAudio),
        ],
        Facts = [("serviceTier", ServiceTier)],
        Reasoning = ReasoningPlacement.Separate,
        OutputOptional = true,
    };

    public static readonly UsageShape GeminiSnakeCase = new()
    {
        Counts =
        [
            ("prompt_token_count", Input), ("candidates_token_count", Output), ("total_token_count", Total),
            ("cached_content_token_count", CacheRead), ("thoughts_token_count", Reasoning), ("tool_use_prompt_token_count", ToolUsePrompt),
        ],
        Reasoning = ReasoningPlacement.Separate,
        OutputOptional = true,
    };

    public static readonly UsageShape VertexEmbeddings = new()
    {
        Counts =
        [
            ("predictions/[+]/embeddings/statistics/token_count", Input),
            ("predictions/[+]/embeddings/statistics/tokenCount", Input),
            ("predictions/[+]/statistics/tokenCount", Input), ("embedding/statistics/tokenCount", Input),
        ],
        OutputOptional = true,
    };

    public static readonly UsageShape Converse = new()
    {
        Counts =
        [
            ("inputTokens", Input), ("outputTokens", Output), ("totalTokens", Total),
            ("cacheReadInputTokens", CacheRead), ("cacheReadInputTokenCount", CacheRead),
            ("cacheWriteInputTokens", CacheWrite), ("cacheWriteInputTokenCount", CacheWrite),
            ("cacheDetails/[ttl=5m]/inputTokens", CacheWrite5m), ("cacheDetails/[ttl=1h]/inputTokens", CacheWrite1h),
        ],
        Input = InputCounting.Exclusive,
    };

    public static readonly UsageShape LlamaOnBedrock = new() { Counts = [("prompt_token_count", Input), ("generation_token_count", Output)] };

    public static readonly UsageShape TitanOnBedrock = new()
    {
        Counts = [("inputTextTokenCount", Input), ("results/[+]/tokenCount", Output), ("totalOutputTextTokenCount", Output)],
    };

    public static readonly UsageShape InvocationMetrics = new()
    {
        Counts =
        [
            ("inputTokenCount", Input), ("outputTokenCount", Output),
            ("cacheReadInputTokenCount", CacheRead), ("cacheWriteInputTokenCount", CacheWrite),
        ],
        Input = InputCounting.Exclusive,
    };

    public static readonly UsageShape Codex = new()
    {
        Counts =
        [
            ("input_tokens", Input), ("output_tokens", Output), ("total_tokens", Total),
            ("cached_input_tokens", CacheRead), ("reasoning_output_tokens", Reasoning),
        ],
    };

    public static readonly UsageShape Cohere = new()
    {
        Counts =
        [
            ("billed_units/input_tokens", Input), ("billed_units/output_tokens", Output), ("billed_units/image_tokens", InputBeside),
            ("tokens/input_tokens", RawInput), ("tokens/output_tokens", RawOutput), ("cached_tokens", CacheRead),
        ],
    };

    public static readonly UsageShape CohereEmbed = Cohere with { OutputOptional = true };

    public static readonly UsageShape Ollama = new()
    {
        Counts = [("prompt_eval_count", Input), ("eval_count", Output), ("prompt_eval_cached_count", CacheRead)],
    };
}
