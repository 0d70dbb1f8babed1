using Purser.Pricing;

namespace Purser.Tests.Pricing;

/// <summary>The normalisation order of providers 5, a row a rule.</summary>
public sealed class ModelIdTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    // trimmed, case-insensitive
    [InlineData("openai", "  GPT-5 ", "gpt-5")]
    [InlineData("OpenAI", "gpt-5", "gpt-5")]
    // transport prefixes
    [InlineData("google", "models/gemini-2.5-pro", "gemini-2.5-pro")]
    [InlineData("google", "publishers/google/models/gemini-2.5-pro", "gemini-2.5-pro")]
    [InlineData("vertex_ai", "projects/p/locations/us/publishers/google/models/gemini-2.5-pro", "gemini-2.5-pro")]
    [InlineData("vertex_ai", "publishers/anthropic/models/claude-sonnet-4-5@20250929", "claude-sonnet-4-5")]
    [InlineData("bedrock", "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0", "anthropic.claude-haiku-4-5-20251001-v1:0")]
    [InlineData("bedrock", "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-opus-4-8", "us.anthropic.claude-opus-4-8")]
    // provider prefixes, nested ones too
    [InlineData("openrouter", "openai/gpt-5", "gpt-5")]
    [InlineData("", "openai:gpt-5", "gpt-5")]
    [InlineData("", "x-ai/grok-4", "grok-4")]
    [InlineData("", "openrouter/anthropic/claude-opus-4.8", "claude-opus-4-8")]
    [InlineData("", "mistralai/mistral-large-latest", "mistral-large-2512")]
    [InlineData("", "gemini/gemini-2.5-flash", "gemini-2.5-flash")]
    [InlineData("", "bedrock/us.anthropic.claude-opus-4-8", "us.anthropic.claude-opus-4-8")]
    [InlineData("", "azure/gpt-5", "gpt-5")]
    // Groq's and Together's ids contain a slash
    [InlineData("groq", "openai/gpt-oss-120b", "openai/gpt-oss-120b")]
    [InlineData("", "groq/openai/gpt-oss-120b", "openai/gpt-oss-120b")]
    [InlineData("together_ai", "meta-llama/Llama-3.3-70B-Instruct-Turbo", "meta-llama/Llama-3.3-70B-Instruct-Turbo")]
    // OpenRouter variants
    [InlineData("openrouter", "openai/gpt-5:nitro", "gpt-5")]
    [InlineData("openrouter", "anthropic/claude-sonnet-4.5:thinking", "claude-sonnet-4-5")]
    // Bedrock: exact, without geo, without version
    [InlineData("bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "us.anthropic.claude-sonnet-4-5-20250929-v1:0")]
    [InlineData("bedrock", "eu.anthropic.claude-sonnet-4-5-20250929-v1:0", "anthropic.claude-sonnet-4-5-20250929-v1:0")]
    [InlineData("bedrock", "us.anthropic.claude-opus-4-8-v1:0", "us.anthropic.claude-opus-4-8")]
    [InlineData("bedrock", "jp.anthropic.claude-opus-4-8-v1:0", "anthropic.claude-opus-4-8")]
    [InlineData("bedrock", "us.amazon.nova-pro-v1:0", "amazon.nova-pro-v1:0")]
    // Vertex dates
    [InlineData("google", "claude-opus-4-1@20250805", "claude-opus-4-1")]
    // date suffixes: exact, alias, stripped
    [InlineData("openai", "gpt-4o-2024-05-13", "gpt-4o-2024-05-13")]
    [InlineData("openai", "gpt-4o-2024-08-06", "gpt-4o")]
    [InlineData("openai", "gpt-4o-2025-02-28", "gpt-4o")]
    [InlineData("anthropic", "claude-opus-5-20260801", "claude-opus-5")]
    [InlineData("openai", "gpt-4-0314", "gpt-4")]
    [InlineData("google", "gemini-2.5-flash-preview-04-17", "gemini-2.5-flash")]
    [InlineData("google", "gemini-3-flash-preview-02-10", "gemini-3-flash-preview")]
    // Claude's word order and dots
    [InlineData("anthropic", "claude-4-sonnet", "claude-sonnet-4-20250514")]
    [InlineData("anthropic", "claude-sonnet-4", "claude-sonnet-4-20250514")]
    [InlineData("anthropic", "claude-sonnet-4.5", "claude-sonnet-4-5")]
    [InlineData("anthropic", "claude-4.5-sonnet", "claude-sonnet-4-5")]
    [InlineData("anthropic", "claude-4-5-sonnet-20250929", "claude-sonnet-4-5")]
    [InlineData("anthropic", "claude-3.5-haiku", "claude-3-5-haiku-latest")]
    // -latest by alias only
    [InlineData("mistral", "mistral-medium-latest", "mistral-medium-2604")]
    public void Id_resolves_to_row(string provider, string id, string model) =>
        PriceBook.BuiltIn.Find(provider, id, At).ShouldNotBeNull().Model.ShouldBe(model);

    [Theory]
    [InlineData("openai", "gpt-5-miniature")]
    [InlineData("openai", "gpt-5-turbo")]
    [InlineData("openai", "gpt")]
    [InlineData("openai", "gpt-4o-latest")]
    [InlineData("openai", "gpt-4o-1399")]
    [InlineData("openai", "gpt-4o-2024-13-45")]
    [InlineData("openai", "ft:gpt-4o-mini-2024-07-18:acme::abc123")]
    [InlineData("openai", "openai/ft:gpt-4o:acme::x")]
    [InlineData("openai", "gpt-5:free")]
    [InlineData("azure", "my-deployment")]
    [InlineData("mistral", "mistral-large-2411")]
    [InlineData("bedrock", "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc")]
    [InlineData("acme", "gpt-5")]
    [InlineData("acme", "openai/gpt-5")]
    [InlineData("openai", "")]
    [InlineData("openai", "   ")]
    [InlineData("openrouter", "openrouter/auto")]
    [InlineData("openai", "openai/openai/openai/openai/openai/openai/openai/openai/openai/gpt-5")]
    public void Id_without_exact_row_is_unpriced(string provider, string id) =>
        PriceBook.BuiltIn.Find(provider, id, At).ShouldBeNull();

    [Fact]
    public void Id_of_endless_length_is_unpriced() => PriceBook.BuiltIn.Find("openai", new string('a', 100_000), At).ShouldBeNull();

    [Theory]
    [InlineData("openrouter", "openai/gpt-5:free")]
    [InlineData("openrouter", "unheard/of-model:free")]
    public void Free_variant_has_the_price_zero(string provider, string id)
    {
        var row = PriceBook.BuiltIn.Find(provider, id, At).ShouldNotBeNull();
        row.Rates.Input.ShouldBe(0);
        row.Rates.Output.ShouldBe(0);
    }

    [Fact]
    public void Every_row_resolves_under_its_own_name_and_aliases_while_in_force()
    {
        foreach (var row in PriceBook.BuiltIn.Rows)
            foreach (var id in row.Aliases.Prepend(row.Model))
                PriceBook.BuiltIn.Find(row.Provider, id, row.EffectiveFrom ?? row.EffectiveTo ?? At).ShouldNotBeNull($"{row.Provider} {id}").Id.ShouldBe(row.Id);
    }

    [Fact]
    public void Rotating_names_do_not_grow_memory()
    {
        var book = PriceBook.BuiltIn.WithOverrides([]);
        for (var i = 0; i < 20_000; i++)
            book.Find("openai", $"gpt-{i}", At);
        book.CachedPairs.ShouldBeLessThanOrEqualTo(4096);
    }
}
