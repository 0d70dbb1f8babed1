using Purser.Dialects;
using Purser.Pricing;

namespace Purser.Calls;

/// <summary>The input side of a bound (budgets R6): bytes bound tokens, envelopes and media come on top.</summary>
internal static class BoundInput
{
    // Role markers and separators; the JSON around a message is longer than that and is counted too.
    private const long PerRequest = 16;
    private const long PerMessage = 8;
    private const long PerTool = 16;
    // Anthropic puts a system prompt of its own before tools; its longest published one is below this.
    private const long AnthropicToolPrompt = 1_024;
    // Without a published maximum no media can be bounded by it; the largest context on offer stands in.
    private const long LargestContext = 2_000_000;

    /// <summary>Tokens of text and envelopes at most, from a count of bytes.</summary>
    public static long Text(long bytes, RequestFacts facts, string provider) => checked(
        Normalised(bytes, provider) + PerRequest + (facts.Messages * PerMessage) + (facts.Tools * PerTool)
        + (facts.Tools > 0 && provider is "anthropic" or "bedrock" ? AnthropicToolPrompt : 0));

    /// <summary>Tokens of media and of what server tools fetch, at most.</summary>
    public static long Media(RequestFacts facts, string provider, PriceRow? row)
    {
        var maximum = Math.Max(row?.MaxInput ?? 0, row?.ContextWindow ?? 0);
        maximum = maximum == 0 ? LargestContext : maximum;
        // What a server tool finds is read as input; only the context bounds it.
        if (facts.ServerToolUses > 0)
            return maximum;
        if (facts.MediaItems == 0)
            return 0;
        var images = BoundMedia.PerImage(row?.Provider ?? provider, row?.Model ?? "");
        return facts.Images == facts.MediaItems && images is { } each ? Math.Min(maximum, checked(each * facts.Images)) : maximum;
    }

    // A byte-level BPE cannot yield more tokens than bytes. Tokenizers that normalise first (SentencePiece, NFKC) may lengthen the text a little.
    private static long Normalised(long bytes, string provider) =>
        provider is "openai" or "azure" or "deepseek" or "groq" or "xai" or "together" or "moonshot" ? bytes : checked(bytes + (bytes / 8));
}
