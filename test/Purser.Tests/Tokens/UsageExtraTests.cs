using Purser.Tokens;

namespace Purser.Tests.Tokens;

/// <summary>Which facts each provider states beside its counts (providers 1.5, 2).</summary>
public sealed class UsageExtraTests
{
    [Fact]
    public void OpenRouter_states_its_cost() =>
        Extra("openrouter", """{"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"cost":0.00125,"is_byok":false}}""")
            .ShouldBe(new UsageExtra { ProviderCostUsd = 0.00125m });

    [Fact]
    public void Xai_states_ticks_and_sources() =>
        Extra("xai", """{"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"cost_in_usd_ticks":22056000,"num_sources_used":4}}""")
            .ShouldBe(new UsageExtra { ProviderCostUsd = 0.0022056m, NumSourcesUsed = 4 });

    [Fact]
    public void Perplexity_states_cost_citations_and_queries() =>
        Extra("perplexity", """{"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"citation_tokens":50,"num_search_queries":6,"cost":{"total_cost":0.01}}}""")
            .ShouldBe(new UsageExtra { ProviderCostUsd = 0.01m, CitationTokens = 50, NumSearchQueries = 6 });

    [Fact]
    public void Cohere_keeps_the_raw_counts_beside_the_billed() =>
        Extra("cohere-v2", """{"usage":{"billed_units":{"input_tokens":1,"output_tokens":2},"tokens":{"input_tokens":70,"output_tokens":80}}}""")
            .ShouldBe(new UsageExtra { RawInputTokens = 70, RawOutputTokens = 80 });

    [Fact]
    public void Gemini_states_its_tool_prompts_and_cached_audio() =>
        Extra("gemini", """{"usageMetadata":{"promptTokenCount":10,"cachedContentTokenCount":6,"toolUsePromptTokenCount":5,"candidatesTokenCount":2,"totalTokenCount":17,"promptTokensDetails":[{"modality":"AUDIO","tokenCount":4}],"cacheTokensDetails":[{"modality":"AUDIO","tokenCount":3}]}}""")
            .ShouldBe(new UsageExtra { ToolUsePrompt = 5, CacheReadAudio = 3 });

    [Fact]
    public void Realtime_states_its_cached_audio() =>
        Extra("openai-realtime", """{"type":"response.done","response":{"usage":{"input_tokens":20,"output_tokens":10,"total_tokens":30,"input_token_details":{"audio_tokens":12,"cached_tokens":9,"cached_tokens_details":{"audio_tokens":5}}}}}""")
            .ShouldBe(new UsageExtra { CacheReadAudio = 5 });

    [Theory]
    [InlineData("openai-chat", """{"service_tier":"flex","usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""", "flex")]
    [InlineData("openai-responses", """{"service_tier":"priority","usage":{"input_tokens":1,"output_tokens":2,"total_tokens":3}}""", "priority")]
    [InlineData("azure-openai", """{"service_tier":"default","usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""", null)]
    [InlineData("anthropic", """{"usage":{"input_tokens":1,"output_tokens":2,"service_tier":"batch"}}""", "batch")]
    public void Tier_is_stated_where_it_moves_the_price(string dialect, string body, string? tier) =>
        Extra(dialect, body).ShouldBe(new UsageExtra { ServiceTier = tier });

    [Fact]
    public void Anthropic_states_searches_and_fetches() =>
        Extra("anthropic", """{"usage":{"input_tokens":1,"output_tokens":2,"server_tool_use":{"web_search_requests":3,"web_fetch_requests":1}}}""")
            .ShouldBe(new UsageExtra { WebSearchRequests = 3, WebFetchRequests = 1 });

    [Theory]
    [InlineData("deepseek")]
    [InlineData("groq")]
    [InlineData("mistral")]
    [InlineData("openai-compatible")]
    [InlineData("together")]
    [InlineData("vllm")]
    public void Plain_counts_state_nothing_beside(string dialect) =>
        Extra(dialect, """{"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""").ShouldBe(UsageExtra.None);

    private static UsageExtra Extra(string dialect, string body) => Read.Body(dialect, body).Extra;
}
