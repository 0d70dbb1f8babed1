using Purser.Pricing;

namespace Purser.Tests.Pricing;

internal static class Some
{
    public static PriceRow Price(string provider, string model, decimal input, decimal output, string? from = null) => new()
    {
        Id = $"{provider}/{model}@{from ?? "ever"}",
        Provider = provider,
        Model = model,
        Rates = new RateCard { Input = input, Output = output },
        EffectiveFrom = from is null ? null : DateTimeOffset.Parse(from),
        AsOf = new DateOnly(2026, 11, 1),
        Source = "user",
    };
}
