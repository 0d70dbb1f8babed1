using Purser.Dialects;

namespace Purser.Tests.Dialects;

public sealed class DialectTests
{
    [Fact]
    public void All_thirty_names_of_the_specification_have_a_row() =>
        Dialect.All.Select(d => d.Name).ShouldBe(
        [
            "anthropic", "azure-openai", "bedrock-converse", "bedrock-invoke", "claude-code-jsonl", "codex-jsonl", "cohere-embed", "cohere-v2",
            "deepseek", "gemini", "groq", "langchain", "llamacpp", "llamaindex", "microsoft-extensions-ai", "mistral", "ollama", "openai-chat",
            "openai-compatible", "openai-embeddings", "openai-realtime", "openai-responses", "openrouter", "perplexity", "semantic-kernel",
            "together", "vercel-ai", "vertex", "vllm", "xai",
        ]);

    [Fact]
    public void Unknown_name_has_no_row() => Dialect.Find("OpenAI-Chat").ShouldBeNull();

    [Theory]
    [InlineData("azure.ai.openai", "azure")]
    [InlineData("az.ai.inference", "azure")]
    [InlineData("aws.bedrock", "bedrock")]
    [InlineData("gcp.vertex_ai", "google")]
    [InlineData("gemini", "google")]
    [InlineData("mistral_ai", "mistral")]
    [InlineData("x_ai", "xai")]
    [InlineData("moonshot_ai", "moonshot")]
    [InlineData("OpenAI", "openai")]
    [InlineData("openai-responses", "openai")]
    [InlineData("claude-code-jsonl", "anthropic")]
    [InlineData(" My-Upstream ", "my-upstream")]
    public void Name_has_one_spelling(string name, string provider) => ProviderNames.Normalize(name).ShouldBe(provider);

    [Theory]
    [InlineData("Vertex_AI", "google")]
    [InlineData("x-ai", "xai")]
    [InlineData("openrouter", "openrouter")]
    [InlineData("ollama", null)]
    [InlineData("my-upstream", null)]
    public void Only_names_that_the_price_file_may_know_are_known(string name, string? provider) => ProviderNames.Known(name).ShouldBe(provider);
}
