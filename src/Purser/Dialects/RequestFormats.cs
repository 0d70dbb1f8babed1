namespace Purser.Dialects;

/// <summary>The request formats that a gate can read and clamp; dialect rows refer to them.</summary>
public static class RequestFormats
{
    /// <summary>OpenAI's chat completions, and every service compatible with them.</summary>
    public static RequestFormat OpenAiChat { get; } = new()
    {
        LimitFields = ["max_completion_tokens", "max_tokens"],
        LimitFieldToWrite = "max_completion_tokens",
        CountFields = ["n"],
        NeedsIncludeUsage = true,
        HiddenOutput = true,
    };

    /// <summary>OpenAI-compatible services that know only the older limit field.</summary>
    public static RequestFormat OpenAiCompatible { get; } = OpenAiChat with { LimitFieldToWrite = "max_tokens" };

    /// <summary>OpenAI's responses.</summary>
    public static RequestFormat OpenAiResponses { get; } = new()
    {
        LimitFields = ["max_output_tokens"],
        LimitFieldToWrite = "max_output_tokens",
        HiddenOutput = true,
    };

    /// <summary>OpenAI's embeddings: input only.</summary>
    public static RequestFormat OpenAiEmbeddings { get; } = new()
    {
        LimitFields = [],
        LimitFieldToWrite = "",
        HasOutput = false,
        DefaultOutputLimit = 0,
    };

    /// <summary>OpenAI's legacy completions. The service generates <c>best_of</c> answers and bills each.</summary>
    public static RequestFormat OpenAiCompletions { get; } = new()
    {
        LimitFields = ["max_tokens"],
        LimitFieldToWrite = "max_tokens",
        CountFields = ["n", "best_of"],
        DefaultOutputLimit = 16,
        NeedsIncludeUsage = true,
    };

    /// <summary>Anthropic's messages.</summary>
    public static RequestFormat AnthropicMessages { get; } = new()
    {
        LimitFields = ["max_tokens"],
        LimitFieldToWrite = "max_tokens",
        ThinkingField = "thinking.budget_tokens",
        Errors = ErrorShape.Anthropic,
    };

    /// <summary>Gemini's generateContent and streamGenerateContent.</summary>
    public static RequestFormat Gemini { get; } = new()
    {
        LimitFields = ["generationConfig.maxOutputTokens"],
        LimitFieldToWrite = "generationConfig.maxOutputTokens",
        CountFields = ["generationConfig.candidateCount"],
        ThinkingField = "generationConfig.thinkingConfig.thinkingBudget",
        EitherCase = true,
        DefaultOutputLimit = 8192,
        HiddenOutput = true,
        Errors = ErrorShape.Google,
    };
}
