using Purser.Dialects;

namespace Purser.Pricing;

/// <summary>OpenRouter's <c>:free</c> variants: priced, at zero (providers 5).</summary>
internal static class FreePrice
{
    public static PriceRow Of(string id, PriceRow? paid) => new()
    {
        Id = $"{ProviderNames.OpenRouter}/{id}@free",
        Provider = ProviderNames.OpenRouter,
        Model = id,
        Rates = new RateCard { Input = 0, Output = 0, CacheRead = 0, CacheWrite5m = 0, CacheWrite1h = 0, InputAudio = 0, OutputAudio = 0, Reasoning = 0 },
        ContextWindow = paid?.ContextWindow,
        MaxInput = paid?.MaxInput,
        MaxOutput = paid?.MaxOutput,
        AsOf = new DateOnly(2026, 8, 1),
        Source = ProviderNames.OpenRouter,
    };
}
