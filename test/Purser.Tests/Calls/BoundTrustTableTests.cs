using Purser.Calls;
using Purser.Dialects;

namespace Purser.Tests.Calls;

public sealed class BoundTrustTableTests
{
    [Theory]
    [InlineData("openai", "gpt-5", BoundTrust.Hard)]
    [InlineData("anthropic", "claude-opus-5", BoundTrust.Hard)]
    [InlineData("groq", "llama-3.1-8b-instant", BoundTrust.Hard)]
    [InlineData("google", "gemini-2.5-pro", BoundTrust.Observed)]
    [InlineData("xai", "grok-4", BoundTrust.Observed)]
    [InlineData("xai", "grok-4-fast-non-reasoning", BoundTrust.Hard)]
    [InlineData("perplexity", "sonar-deep-research", BoundTrust.Observed)]
    [InlineData("perplexity", "sonar-reasoning-pro", BoundTrust.Observed)]
    [InlineData("perplexity", "sonar", BoundTrust.Hard)]
    public void Seed_is_as_R7b_says(string provider, string model, BoundTrust trust) =>
        new BoundTrustTable().Of("d", RequestFormats.OpenAiChat, provider, model, thinks: true, userPriced: false).ShouldBe(trust);

    [Fact]
    public void Gemini_without_thinking_is_hard() =>
        new BoundTrustTable().Of("gemini", RequestFormats.Gemini, "google", "gemini-2.0-flash", thinks: false, userPriced: false).ShouldBe(BoundTrust.Hard);

    [Fact]
    public void Overrun_widens_the_family_step_by_step_R19()
    {
        var table = new BoundTrustTable();
        table.Widen("openai-chat", "gpt-5-2025-08-07", BoundTrust.Hard);
        Of(table, "gpt-5").ShouldBe(BoundTrust.Observed);
        Of(table, "gpt-5-mini").ShouldBe(BoundTrust.Hard);
        // A second call of the same burst, held at the old trust, is not a second step.
        table.Widen("openai-chat", "gpt-5", BoundTrust.Hard);
        Of(table, "gpt-5").ShouldBe(BoundTrust.Observed);
        table.Widen("openai-chat", "gpt-5", BoundTrust.Observed);
        Of(table, "GPT-5").ShouldBe(BoundTrust.Advisory);
        table.Widen("openai-chat", "gpt-5", BoundTrust.Hard);
        Of(table, "gpt-5").ShouldBe(BoundTrust.Advisory);
    }

    [Fact]
    public void Families_beyond_the_bound_widen_their_whole_dialect()
    {
        var table = new BoundTrustTable();
        for (var i = 0; i <= 4096; i++)
            table.Widen("openai-chat", $"model{i}x", BoundTrust.Hard);
        Of(table, "never-seen").ShouldBe(BoundTrust.Observed);
        table.Of("anthropic", RequestFormats.AnthropicMessages, "anthropic", "claude-opus-5", false, false).ShouldBe(BoundTrust.Hard);
    }

    private static BoundTrust Of(BoundTrustTable table, string model) =>
        table.Of("openai-chat", RequestFormats.OpenAiChat, "openai", model, thinks: false, userPriced: false);
}
