using Purser.Tokens;

namespace Purser.Tests.Tokens;

public sealed class MappingRuleTests
{
    [Theory]
    [InlineData("anthropic", """{"usage":{"input_tokens":1,"output_tokens":2,"cache_creation_input_tokens":10,"cache_creation":{"ephemeral_5m_input_tokens":4,"ephemeral_1h_input_tokens":6}}}""", "1,0,0,4,6,2,0,0", UsageFlags.None)]
    [InlineData("anthropic", """{"usage":{"input_tokens":1,"output_tokens":2,"cache_creation_input_tokens":10,"cache_creation":{"ephemeral_1h_input_tokens":6}}}""", "1,0,0,4,6,2,0,0", UsageFlags.CacheWriteMismatch)]
    [InlineData("anthropic", """{"usage":{"input_tokens":1,"output_tokens":9,"output_tokens_details":{"thinking_tokens":5}}}""", "1,0,0,0,0,4,0,5", UsageFlags.None)]
    [InlineData("gemini", """{"usageMetadata":{"promptTokenCount":10,"toolUsePromptTokenCount":5,"candidatesTokenCount":2,"totalTokenCount":17}}""", "15,0,0,0,0,2,0,0", UsageFlags.None)]
    [InlineData("bedrock-converse", """{"usage":{"inputTokens":3,"outputTokens":4,"cacheWriteInputTokens":9,"cacheDetails":[{"ttl":"5m","inputTokens":2},{"ttl":"1h","inputTokens":7}],"totalTokens":16}}""", "3,0,0,2,7,4,0,0", UsageFlags.None)]
    [InlineData("bedrock-converse", """{"model":"openai.gpt-oss-120b","usage":{"inputTokens":100,"outputTokens":4,"cacheReadInputTokens":80,"totalTokens":104}}""", "20,0,80,0,0,4,0,0", UsageFlags.InputInclusive)]
    [InlineData("bedrock-invoke", """{"generation":"x","prompt_token_count":7,"generation_token_count":3}""", "7,0,0,0,0,3,0,0", UsageFlags.None)]
    [InlineData("openai-realtime", """{"type":"response.done","response":{"usage":{"total_tokens":30,"input_tokens":20,"output_tokens":10,"input_token_details":{"text_tokens":8,"audio_tokens":12,"cached_tokens":9,"cached_tokens_details":{"text_tokens":4,"audio_tokens":5}},"output_token_details":{"text_tokens":3,"audio_tokens":7}}}}""", "4,7,9,0,0,3,7,0", UsageFlags.None)]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":99}}""", "5,0,0,0,0,2,0,0", UsageFlags.TotalMismatch)]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7,"prompt_tokens_details":{"cached_tokens":9}}}""", "0,0,5,0,0,2,0,0", UsageFlags.SubsetClamped)]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":9,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":3,"cache_write_tokens":4}}}""", "2,0,3,4,0,2,0,0", UsageFlags.None)]
    [InlineData("openai-chat", """{"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":17,"completion_tokens_details":{"reasoning_tokens":10}}}""", "5,0,0,0,0,2,0,10", UsageFlags.ReasoningAdditive)]
    [InlineData("xai", """{"usage":{"prompt_tokens":5,"completion_tokens":12,"total_tokens":17,"completion_tokens_details":{"reasoning_tokens":10}}}""", "5,0,0,0,0,2,0,10", UsageFlags.None)]
    [InlineData("xai", """{"usage":{"prompt_tokens":5,"completion_tokens":2,"completion_tokens_details":{"reasoning_tokens":10}}}""", "5,0,0,0,0,2,0,10", UsageFlags.ReasoningAdditive)]
    [InlineData("deepseek", """{"usage":{"prompt_tokens":10,"completion_tokens":2,"total_tokens":12,"prompt_cache_hit_tokens":6,"prompt_cache_miss_tokens":4,"prompt_tokens_details":{"cached_tokens":6}}}""", "4,0,6,0,0,2,0,0", UsageFlags.None)]
    [InlineData("groq", """{"x_groq":{"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}}}""", "5,0,0,0,0,2,0,0", UsageFlags.None)]
    [InlineData("cohere-v2", """{"usage":{"tokens":{"input_tokens":5.0,"output_tokens":2.0}}}""", "5,0,0,0,0,2,0,0", UsageFlags.None)]
    [InlineData("llamacpp", """{"tokens_evaluated":9,"tokens_predicted":2,"tokens_cached":11,"timings":{"cache_n":4,"prompt_n":5,"predicted_n":2}}""", "5,0,4,0,0,2,0,0", UsageFlags.None)]
    [InlineData("llamacpp", """{"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11},"timings":{"cache_n":4,"prompt_n":5,"predicted_n":2}}""", "5,0,4,0,0,2,0,0", UsageFlags.None)]
    [InlineData("vercel-ai", """{"usage":{"promptTokens":5,"completionTokens":2,"totalTokens":7}}""", "5,0,0,0,0,2,0,0", UsageFlags.None)]
    [InlineData("vercel-ai", """{"usage":{"inputTokens":7,"outputTokens":9,"cachedInputTokens":40},"providerMetadata":{"anthropic":{"cacheCreationInputTokens":3}}}""", "7,0,40,3,0,9,0,0", UsageFlags.InputExclusive)]
    [InlineData("microsoft-extensions-ai", """{"usage":{"inputTokenCount":10,"outputTokenCount":5,"totalTokenCount":15,"cachedInputTokenCount":2,"reasoningTokenCount":1,"additionalCounts":{"InputTokenDetails.AudioTokenCount":3,"CacheCreationInputTokens":1,"OutputTokenDetails.AcceptedPredictionTokenCount":2}}}""", "4,3,2,1,0,4,0,1", UsageFlags.None)]
    [InlineData("langchain", """{"response_metadata":{"usage":{"input_tokens":5,"cache_read_input_tokens":40,"cache_creation_input_tokens":3,"output_tokens":2}}}""", "5,0,40,3,0,2,0,0", UsageFlags.None)]
    [InlineData("langchain", """{"usage_metadata":{"input_tokens":5,"output_tokens":2,"total_tokens":7,"input_token_details":{"cache_read":40}}}""", "0,0,5,0,0,2,0,0", UsageFlags.SubsetClamped)]
    [InlineData("langchain", """{"usage_metadata":{"input_tokens":50,"output_tokens":2,"total_tokens":52,"input_token_details":{"cache_creation":0,"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":20}}}""", "20,0,0,10,20,2,0,0", UsageFlags.None)]
    [InlineData("llamaindex", """{"raw":{"usage_metadata":{"prompt_token_count":10,"cached_content_token_count":4,"candidates_token_count":3,"thoughts_token_count":2,"total_token_count":15}}}""", "6,0,4,0,0,3,0,2", UsageFlags.None)]
    [InlineData("bedrock-invoke", """{"inputTextTokenCount":7,"results":[{"tokenCount":3,"outputText":"x"},{"tokenCount":4,"outputText":"y"}]}""", "7,0,0,0,0,7,0,0", UsageFlags.None)]
    [InlineData("bedrock-invoke", """{"inputTextTokenCount":7,"totalOutputTextTokenCount":9}""", "7,0,0,0,0,9,0,0", UsageFlags.None)]
    [InlineData("semantic-kernel", """{"Metadata":{"Usage":{"PromptTokens":5,"CompletionTokens":2,"TotalTokens":7}}}""", "5,0,0,0,0,2,0,0", UsageFlags.None)]
    [InlineData("semantic-kernel", """{"Metadata":{"PromptTokenCount":5,"CandidatesTokenCount":2,"TotalTokenCount":7}}""", "5,0,0,0,0,2,0,0", UsageFlags.None)]
    [InlineData("llamaindex", """{"raw":{"usage":{"input_tokens":5,"cache_read_input_tokens":40,"output_tokens":2}}}""", "5,0,40,0,0,2,0,0", UsageFlags.None)]
    [InlineData("vertex", """{"predictions":[{"embeddings":{"statistics":{"token_count":4}}},{"embeddings":{"statistics":{"token_count":5}}}]}""", "9,0,0,0,0,0,0,0", UsageFlags.None)]
    [InlineData("vertex", """{"type":"message","usage":{"input_tokens":5,"output_tokens":2,"cache_read_input_tokens":40}}""", "5,0,40,0,0,2,0,0", UsageFlags.None)]
    public void Shape_maps_onto_the_disjoint_vector(string dialect, string body, string leaves, UsageFlags flags)
    {
        var reading = Read.Body(dialect, body);

        Leaves(reading.Usage!.Value).ShouldBe(leaves);
        reading.Flags.ShouldBe(flags);
    }

    [Fact]
    public void Usual_tier_and_unused_tools_are_no_extras() =>
        Read.Body("anthropic", """{"usage":{"input_tokens":1,"output_tokens":2,"service_tier":"standard","speed":"standard","server_tool_use":{"web_search_requests":0}}}""")
            .Extra.ShouldBe(UsageExtra.None);

    [Fact]
    public void Facts_that_move_a_price_are_extras() =>
        Read.Body("anthropic", """{"usage":{"input_tokens":1,"output_tokens":2,"service_tier":"priority","speed":"fast","inference_geo":"us","server_tool_use":{"web_fetch_requests":2}}}""")
            .Extra.ShouldBe(new UsageExtra { ServiceTier = "priority", Speed = "fast", InferenceGeo = "us", WebFetchRequests = 2 });

    [Fact]
    public void Advisor_stands_beside_the_vector_with_its_own_model()
    {
        var reading = Read.Body("anthropic", """{"model":"a","usage":{"input_tokens":1,"output_tokens":2,"iterations":[{"type":"message","input_tokens":1,"output_tokens":2},{"type":"advisor_message","model":"b","input_tokens":30,"output_tokens":40}]}}""");

        Leaves(reading.Usage!.Value).ShouldBe("1,0,0,0,0,2,0,0");
        reading.Parts.Select(p => (p.Model, p.Usage.Total)).ShouldBe([(null, 3), ("b", 70)]);
    }

    private static string Leaves(TokenUsage u) =>
        string.Join(',', u.InputUncached, u.InputAudio, u.CacheRead, u.CacheWrite5m, u.CacheWrite1h, u.OutputText, u.OutputAudio, u.OutputReasoning);
}
