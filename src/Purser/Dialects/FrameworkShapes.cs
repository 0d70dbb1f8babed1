using static Purser.Dialects.FactKind;
using static Purser.Dialects.UsageField;

namespace Purser.Dialects;

/// <summary>The usage objects of the frameworks of providers 1.6.</summary>
internal static class FrameworkShapes
{
    public static readonly UsageShape LangChain = new()
    {
        Counts =
        [
            ("input_tokens", Input), ("output_tokens", Output), ("total_tokens", Total),
            ("input_token_details/cache_read", CacheRead), ("input_token_details/cache_creation", CacheWrite),
            ("input_token_details/ephemeral_5m_input_tokens", CacheWrite5m), ("input_token_details/ephemeral_1h_input_tokens", CacheWrite1h),
            ("input_token_details/audio", InputAudio), ("output_token_details/audio", OutputAudio),
            ("output_token_details/reasoning", Reasoning),
        ],
        Input = InputCounting.ByTotal,
    };

    public static readonly UsageShape VercelAi = new()
    {
        Counts =
        [
            ("inputTokens/total", Input), ("inputTokens", Input), ("promptTokens", Input),
            ("outputTokens/total", Output), ("outputTokens", Output), ("completionTokens", Output),
            ("totalTokens", Total),
            ("inputTokenDetails/cacheReadTokens", CacheRead), ("inputTokens/cacheRead", CacheRead), ("cachedInputTokens", CacheRead),
            ("inputTokenDetails/cacheWriteTokens", CacheWrite), ("inputTokens/cacheWrite", CacheWrite),
            ("/providerMetadata/anthropic/cacheCreationInputTokens", CacheWrite),
            ("/providerMetadata/anthropic/usage/cache_creation_input_tokens", CacheWrite),
            ("outputTokenDetails/reasoningTokens", Reasoning), ("outputTokens/reasoning", Reasoning), ("reasoningTokens", Reasoning),
        ],
        Facts = [("/providerMetadata/anthropic", ExclusiveMark), ("inputTokenDetails", InclusiveMark), ("inputTokens", InclusiveMark)],
    };

    public static readonly UsageShape ExtensionsAi = new()
    {
        Counts =
        [
            .. BothCases(
                ("InputTokenCount", Input), ("OutputTokenCount", Output), ("TotalTokenCount", Total),
                ("CachedInputTokenCount", CacheRead), ("ReasoningTokenCount", Reasoning),
                ("InputAudioTokenCount", InputAudio), ("OutputAudioTokenCount", OutputAudio)),
            .. Additional(
                ("CacheCreationInputTokens", CacheWrite), ("CacheWriteInputTokens", CacheWrite), ("CacheReadInputTokens", CacheRead),
                ("InputTokenDetails.CachedTokenCount", CacheRead), ("OutputTokenDetails.ReasoningTokenCount", Reasoning),
                ("InputTokenDetails.AudioTokenCount", InputAudio), ("OutputTokenDetails.AudioTokenCount", OutputAudio)),
        ],
        Input = InputCounting.ByTotal,
    };

    public static readonly UsageShape SemanticKernel = new()
    {
        Counts =
        [
            ("InputTokenCount", Input), ("PromptTokens", Input), ("OutputTokenCount", Output), ("CompletionTokens", Output),
            ("TotalTokenCount", Total), ("TotalTokens", Total),
            ("InputTokenDetails/CachedTokenCount", CacheRead), ("InputTokenDetails/AudioTokenCount", InputAudio),
            ("OutputTokenDetails/ReasoningTokenCount", Reasoning), ("OutputTokenDetails/AudioTokenCount", OutputAudio),
        ],
    };

    public static readonly UsageShape SemanticKernelGoogle = new()
    {
        Counts =
        [
            ("PromptTokenCount", Input), ("CandidatesTokenCount", Output), ("TotalTokenCount", Total),
            ("CachedContentTokenCount", CacheRead), ("ThoughtsTokenCount", Reasoning),
        ],
        Reasoning = ReasoningPlacement.Separate,
        OutputOptional = true,
    };

    private static IEnumerable<(string, UsageField)> BothCases(params (string Name, UsageField Field)[] counts) =>
        counts.SelectMany(c => new[] { (CamelCase(c.Name), c.Field), (c.Name, c.Field) });

    private static IEnumerable<(string, UsageField)> Additional(params (string Name, UsageField Field)[] counts) =>
        counts.SelectMany(c => new[]
        {
            ("additionalCounts/" + c.Name, c.Field), ("additionalCounts/" + CamelCase(c.Name), c.Field), ("AdditionalCounts/" + c.Name, c.Field),
        });

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
