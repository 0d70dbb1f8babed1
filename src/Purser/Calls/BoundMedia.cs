namespace Purser.Calls;

/// <summary>
/// The most tokens that one image can cost, by the providers' published formulas at their largest accepted size (budgets R6).
/// Models without a formula here take their whole maximum input.
/// </summary>
internal static class BoundMedia
{
    // OpenAI tiles: shortest side 768, longest 2048, so 8 tiles of 512; base + 8 × tile. Patches: 1,536 × the model's factor.
    private static readonly Dictionary<string, long> OpenAi = new(StringComparer.Ordinal)
    {
        ["gpt-4o"] = 85 + (8 * 170),
        ["gpt-4.1"] = 85 + (8 * 170),
        ["gpt-4o-mini"] = 2833 + (8 * 5667),
        ["gpt-4.1-mini"] = 2489,
        ["gpt-4.1-nano"] = 3779,
        ["gpt-5"] = 70 + (8 * 140),
        ["gpt-5.1"] = 70 + (8 * 140),
        ["gpt-5.2"] = 70 + (8 * 140),
        ["gpt-5-mini"] = 2489,
        ["gpt-5-nano"] = 3779,
        ["o1"] = 75 + (8 * 150),
        ["o3"] = 75 + (8 * 150),
        ["o4-mini"] = 2642,
    };

    // Later models take up to 10,000 patches; 2.46 is the largest factor in use.
    private const long OpenAiLargest = 24_600;
    // Width × height / 750, at the 3.75 megapixels of the models with the highest resolution.
    private const long Anthropic = 5_000;
    // 258 a tile of 768, scaled into 3072 × 3072 (16 tiles), and one for the whole picture.
    private const long Google = 17 * 258;

    /// <summary>Tokens of one image at most; null: no formula for this provider.</summary>
    public static long? PerImage(string provider, string model) => provider switch
    {
        "openai" or "azure" => OpenAi.TryGetValue(model, out var tokens) ? tokens : OpenAiLargest,
        "anthropic" => Anthropic,
        "google" => Google,
        _ => null,
    };
}
