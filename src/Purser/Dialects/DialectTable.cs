using System.Collections.Frozen;

namespace Purser.Dialects;

/// <summary>The rows. Each names what differs; what a row leaves out is the default of <see cref="Dialect"/>.</summary>
internal static class DialectTable
{
    // Providers whose streams state usage without being asked (providers 1.5).
    private static readonly RequestFormat StatesUsageUnasked = RequestFormats.OpenAiCompatible with { NeedsIncludeUsage = false };

    private static readonly UsageLocation OpenAiUsage = new(UsageShapes.OpenAi, "usage");
    private static readonly UsageLocation AnthropicUsage = new(UsageShapes.Anthropic, "usage", "message/usage");
    private static readonly UsageLocation GeminiUsage = new(UsageShapes.Gemini, "usageMetadata");
    private static readonly UsageHeaders BedrockHeaders = new("X-Amzn-Bedrock-Input-Token-Count", "X-Amzn-Bedrock-Output-Token-Count");

    public static readonly IReadOnlyList<Dialect> Rows =
    [
        new()
        {
            Name = "anthropic", Provider = "anthropic", Request = RequestFormats.AnthropicMessages, Usage = [AnthropicUsage],
            ModelPaths = ["model", "message/model"], IdPaths = ["message/id", "id"],
            TerminalEvents = ["message_stop"], FinishPaths = ["delta/stop_reason"], OutputPaths = ["delta", "content_block"],
            StructuredOutputPaths = ["content_block/input"],
        },
        Chat("azure-openai", "azure") with { Request = RequestFormats.OpenAiChat },
        new()
        {
            Name = "bedrock-converse", Provider = "bedrock", Usage = [new(UsageShapes.Converse, "usage", "metadata/usage")],
            ModelPaths = ["model", "modelId", "trace/promptRouter/invokedModelId"], IdPaths = [],
            TerminalEvents = ["metadata"], FinishPaths = ["metadata", "metrics"], OutputPaths = ["delta", "start", "contentBlockDelta", "contentBlockStart"],
            StreamsFrames = true, Headers = BedrockHeaders, InclusiveModels = "openai.gpt-",
        },
        new()
        {
            Name = "bedrock-invoke", Provider = "bedrock",
            Usage =
            [
                AnthropicUsage, new(UsageShapes.Converse, "usage", "metadata/usage"), new(UsageShapes.OpenAiChatNames, "usage"),
                new(UsageShapes.LlamaOnBedrock, ""), new(UsageShapes.TitanOnBedrock, ""),
                new(UsageShapes.InvocationMetrics, "amazon-bedrock-invocationMetrics"),
            ],
            ModelPaths = ["model", "message/model", "modelId"], IdPaths = ["message/id", "id"],
            TerminalEvents = ["message_stop"], FinishPaths = ["amazon-bedrock-invocationMetrics", "delta/stop_reason", "stop_reason"],
            StreamsFrames = true, Headers = BedrockHeaders, InclusiveModels = "openai.gpt-",
        },
        new()
        {
            Name = "claude-code-jsonl", Provider = "anthropic", Transcript = TranscriptFormat.ClaudeCode,
            Usage = [new(UsageShapes.Anthropic, "message/usage")], ModelPaths = ["message/model"], IdPaths = ["message/id"],
            Facts =
            [
                ("requestId", FactKind.RequestId), ("sessionId", FactKind.SessionId), ("timestamp", FactKind.Timestamp),
                ("isSidechain", FactKind.Sidechain), ("costUSD", FactKind.CostUsd),
            ],
        },
        new()
        {
            // The first location is the turn, the second the session's cumulative counter: CodexFold reads both.
            Name = "codex-jsonl", Provider = "openai", Transcript = TranscriptFormat.Codex,
            Usage = [new(UsageShapes.Codex, "payload/info/last_token_usage"), new(UsageShapes.Codex, "payload/info/total_token_usage")],
            ModelPaths = ["payload/model"], IdPaths = [],
            Facts =
            [
                ("timestamp", FactKind.Timestamp), ("payload/id", FactKind.SessionId), ("payload/forked_from_id", FactKind.Fork),
                ("payload/forked_from", FactKind.Fork), ("payload/source/subagent", FactKind.Fork), ("payload/parent_thread_id", FactKind.Fork),
            ],
        },
        new()
        {
            Name = "cohere-embed", Provider = "cohere",
            Usage = [new(UsageShapes.CohereEmbed, "meta", "usage")],
        },
        new()
        {
            Name = "cohere-v2", Provider = "cohere", Usage = [new(UsageShapes.Cohere, "usage", "delta/usage", "meta")],
            TerminalEvents = ["message-end"], OutputPaths = ["delta/message"],
        },
        Chat("deepseek", "deepseek", UsageShapes.DeepSeek),
        new()
        {
            Name = "gemini", Provider = "google", Request = RequestFormats.Gemini, Usage = [GeminiUsage, OpenAiUsage],
            ModelPaths = ["modelVersion", "model"], IdPaths = ["responseId", "id"],
            FinishPaths = ["candidates/[]/finishReason", "promptFeedback/blockReason", "serverContent/turnComplete"],
            OutputPaths = ["candidates", "serverContent", "toolCall", "choices"],
            StructuredOutputPaths = ["candidates/[]/content/parts/[]/functionCall", "toolCall"],
        },
        Chat("groq", "groq") with { Request = StatesUsageUnasked, Usage = [OpenAiUsage, new(UsageShapes.OpenAi, "x_groq/usage")] },
        new()
        {
            Name = "langchain", Provider = "langchain",
            Usage =
            [
                new(FrameworkShapes.LangChain, "usage_metadata"), new(UsageShapes.OpenAi, "response_metadata/token_usage"),
                .. Native("response_metadata/usage"), new(UsageShapes.OpenAi, "llm_output/token_usage"), .. Native("llm_output/usage"),
            ],
            ModelPaths =
            [
                "response_metadata/model_name", "response_metadata/model", "response_metadata/model_id",
                "llm_output/model_name", "llm_output/model", "llm_output/model_id", "model",
            ],
        },
        Chat("llamacpp", "llamacpp") with
        {
            Usage =
            [
                new(UsageShapes.LlamaCpp, "usage"), new(UsageShapes.LlamaCppNative, ""), new(UsageShapes.LlamaCppTimings, "timings"),
            ],
            FinishPaths = ["choices/[]/finish_reason", "stop"], OutputPaths = ["choices", "content"],
        },
        new()
        {
            Name = "llamaindex", Provider = "llamaindex",
            Usage =
            [
                new(UsageShapes.OpenAiChatNames, "raw/usage", "response/raw/usage"),
                new(UsageShapes.OpenAiWithTotal, "raw/usage", "response/raw/usage"),
                new(UsageShapes.Anthropic, "raw/usage", "response/raw/usage"),
                new(UsageShapes.GeminiSnakeCase, "raw/usage_metadata", "response/raw/usage_metadata"),
                new(UsageShapes.OpenAi, "additional_kwargs", "response/additional_kwargs"),
            ],
            ModelPaths = ["raw/model", "response/raw/model", "model"], IdPaths = ["raw/id", "response/raw/id"],
        },
        new()
        {
            Name = "microsoft-extensions-ai", Provider = "microsoft-extensions-ai",
            Usage = [new(FrameworkShapes.ExtensionsAi, "usage", "Usage", "details", "contents/[]/details", "")],
            ModelPaths = ["modelId", "ModelId", "model"], IdPaths = ["responseId", "ResponseId"],
        },
        Chat("mistral", "mistral") with { Request = StatesUsageUnasked },
        new()
        {
            Name = "ollama", Provider = "ollama", Usage = [new(UsageShapes.Ollama, "")],
            IdPaths = [], FinishPaths = ["done"], StreamsLines = true, OutputPaths = ["message", "response", "thinking"],
            StructuredOutputPaths = ["message/tool_calls"],
        },
        Chat("openai-chat", "openai") with { Request = RequestFormats.OpenAiChat },
        Chat("openai-compatible", "openai-compatible"),
        new() { Name = "openai-embeddings", Provider = "openai", Request = RequestFormats.OpenAiEmbeddings, Usage = [new(UsageShapes.OpenAiEmbeddings, "usage")] },
        new()
        {
            Name = "openai-realtime", Provider = "openai", Usage = [new(UsageShapes.OpenAi, "response/usage", "usage")],
            ModelPaths = ["response/model", "model", "session/model"], IdPaths = ["response/id", "id"],
            TerminalEvents = ["response.done"], OutputPaths = ["delta", "item"],
        },
        new()
        {
            Name = "openai-responses", Provider = "openai", Request = RequestFormats.OpenAiResponses, Usage = [new(UsageShapes.OpenAi, "response/usage", "usage")],
            ModelPaths = ["response/model", "model"], IdPaths = ["response/id", "id"],
            TerminalEvents = ["response.completed", "response.incomplete", "response.failed"], OutputPaths = ["delta", "item"],
        },
        Chat("openrouter", "openrouter", UsageShapes.OpenRouter) with { Request = StatesUsageUnasked },
        Chat("perplexity", "perplexity", UsageShapes.Perplexity) with { Request = StatesUsageUnasked },
        new()
        {
            Name = "semantic-kernel", Provider = "semantic-kernel",
            Usage =
            [
                new(FrameworkShapes.SemanticKernel, "Metadata/Usage", "metadata/Usage"),
                new(FrameworkShapes.SemanticKernelGoogle, "Metadata", "metadata"),
            ],
            ModelPaths = ["ModelId", "modelId", "Metadata/ModelId"], IdPaths = ["Metadata/Id"],
        },
        Chat("together", "together"),
        new()
        {
            Name = "vercel-ai", Provider = "vercel-ai", Usage = [new(FrameworkShapes.VercelAi, "usage")],
            ModelPaths = ["response/modelId", "modelId", "model"], IdPaths = ["response/id"],
        },
        new()
        {
            Name = "vertex", Provider = "google", Request = RequestFormats.Gemini, Usage = [GeminiUsage, AnthropicUsage, new(UsageShapes.VertexEmbeddings, "")],
            ModelPaths = ["modelVersion", "model", "message/model"], IdPaths = ["responseId", "message/id", "id"],
            TerminalEvents = ["message_stop"],
            FinishPaths = ["candidates/[]/finishReason", "promptFeedback/blockReason", "delta/stop_reason"],
            OutputPaths = ["candidates", "delta", "content_block"],
            StructuredOutputPaths = ["candidates/[]/content/parts/[]/functionCall", "content_block/input"],
        },
        Chat("vllm", "vllm"),
        Chat("xai", "xai", UsageShapes.Xai),
    ];

    public static readonly FrozenDictionary<string, Dialect> ByName = Rows.ToFrozenDictionary(d => d.Name, StringComparer.Ordinal);

    private static Dialect Chat(string name, string provider, UsageShape? shape = null) => new()
    {
        Name = name,
        Provider = provider,
        Request = RequestFormats.OpenAiCompatible,
        Usage = [new(shape ?? UsageShapes.OpenAi, "usage", "response/usage")],
        ModelPaths = ["model", "response/model"],
        IdPaths = ["id", "response/id"],
        TerminalEvents = ["[DONE]", "response.completed", "response.incomplete", "response.failed"],
        FinishPaths = ["choices/[]/finish_reason"],
        OutputPaths = ["choices", "delta", "item"],
    };

    // A framework passes the provider's own object through: tell Anthropic's and Bedrock's exclusive ones from OpenAI's.
    private static UsageLocation[] Native(string path) =>
    [
        new(UsageShapes.OpenAiChatNames, path), new(UsageShapes.OpenAiWithTotal, path),
        new(UsageShapes.Anthropic, path), new(UsageShapes.Converse, path),
    ];
}
