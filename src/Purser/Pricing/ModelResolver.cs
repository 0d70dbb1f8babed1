using Purser.Dialects;

namespace Purser.Pricing;

/// <summary>Takes a model id through the rules of providers 5 in their order; exact at every step, never by substring or longest prefix.</summary>
internal sealed class ModelResolver(PriceIndex index)
{
    // Longer names are no model's; a bound keeps the memory of what is cached by name small.
    private const int MaxIdLength = 512;
    // OpenRouter nests prefixes two or three deep.
    private const int MaxPrefixes = 8;

    public PriceMatch Resolve(string provider, string model)
    {
        var id = model.Trim().ToLowerInvariant();
        if (id.Length is 0 or > MaxIdLength)
            return PriceMatch.None;
        var name = provider.Trim().ToLowerInvariant();
        var known = ProviderNames.Known(name);
        // An upstream that is not known keeps its own name: only the user's prices under it apply.
        var search = new ModelSearch(known ?? name, Pinned: known is null && name.Length > 0, Router: known == ProviderNames.OpenRouter, id);
        return ThroughPrefixes(search);
    }

    private PriceMatch ThroughPrefixes(ModelSearch search)
    {
        for (var round = 0; round < MaxPrefixes; round++)
        {
            if (index.Find(search.Provider, search.Id) is { } rows)
                return new(rows, []);
            if (Shorter(search) is not { } next)
                break;
            search = next;
        }
        if (search.Router && ModelId.WithoutRouterVariant(search.Id) is var (rest, variant))
            return Variant(search, rest, variant);
        return ThroughForms(search.Provider, search.Id);
    }

    private static ModelSearch? Shorter(ModelSearch search)
    {
        if (ModelId.WithoutTransport(search.Id, out var publisher) is { } bare)
        {
            var named = publisher is null || search.Pinned ? null : ProviderNames.Known(publisher);
            return search with { Id = bare, Provider = named ?? search.Provider };
        }
        if (ModelId.SplitProvider(search.Id) is not var (provider, rest))
            return null;
        return search with { Id = rest, Provider = search.Pinned ? search.Provider : provider, Router = search.Router || provider == ProviderNames.OpenRouter };
    }

    private PriceMatch Variant(ModelSearch search, string id, string variant)
    {
        var match = index.Find(search.Provider, id) is { } rows ? new PriceMatch(rows, []) : ThroughForms(search.Provider, id);
        if (variant == ":free")
            return new([FreePrice.Of(search.Id, match.Rows.FirstOrDefault())], []);
        return match.Found && variant == ":online" ? match with { Flags = [.. match.Flags, CostFlags.SearchUnpriced] } : match;
    }

    private PriceMatch ThroughForms(string provider, string id)
    {
        // A fine-tune never has its base model's price.
        if (id.StartsWith("ft:", StringComparison.Ordinal))
            return PriceMatch.None;
        if (provider == "bedrock")
            return ThroughBedrock(id);
        foreach (var form in Forms(id))
        {
            if (index.Find(provider, form) is { } rows)
                return new(rows, []);
            // Vertex serves Claude under Anthropic's ids and prices.
            if (provider == "google" && form.StartsWith("claude-", StringComparison.Ordinal) && index.Find("anthropic", form) is { } claude)
                return new(claude, []);
        }
        return PriceMatch.None;
    }

    private PriceMatch ThroughBedrock(string id)
    {
        var local = ModelId.WithoutGeo(id);
        string[] flags = local is (_, not "global") ? [CostFlags.RegionalPriceUnknown] : [];
        if (local is var (rest, _) && index.Find("bedrock", rest) is { } withoutGeo)
            return new(withoutGeo, flags);
        if (ModelId.WithoutBedrockVersion(id) is { } bare && index.Find("bedrock", bare) is { } withoutVersion)
            return new(withoutVersion, []);
        return local is var (tail, _) && ModelId.WithoutBedrockVersion(tail) is { } both && index.Find("bedrock", both) is { } plain
            ? new(plain, flags)
            : PriceMatch.None;
    }

    private static IEnumerable<string> Forms(string id)
    {
        id = ModelId.WithVertexDate(id) ?? id;
        foreach (var form in Orders(id))
            yield return form;
        if (ModelId.WithoutDate(id) is not { } undated)
            yield break;
        // `x-preview-05-06` may be a snapshot of the preview as well as of x itself; the closer name first.
        if (id.AsSpan(undated.Length).StartsWith("-preview-"))
            yield return undated + "-preview";
        foreach (var form in Orders(undated))
            yield return form;
    }

    private static IEnumerable<string> Orders(string id)
    {
        yield return id;
        var dashed = ModelId.WithClaudeDashes(id) ?? id;
        yield return dashed;
        if (ModelId.WithClaudeSwapped(dashed) is { } swapped)
            yield return swapped;
    }
}
