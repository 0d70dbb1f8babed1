using System.Text.Json;
using Purser.Dialects;

namespace Purser.Pricing;

/// <summary>Reads LiteLLM's <c>model_prices_and_context_window.json</c>: an object of models, rates in USD per single token.</summary>
public static class LiteLlmImport
{
    private const decimal PerMillion = 1_000_000m;
    private const string AboveSuffix = "_tokens";

    /// <summary>The rows that can be used; entries without token prices (images, seconds, characters) and malformed ones are counted as skipped.</summary>
    /// <param name="utf8Json">The file.</param>
    /// <param name="asOf">The day it was fetched.</param>
    /// <param name="effectiveFrom">First instant in force; null: since ever.</param>
    /// <exception cref="JsonException">The file is no JSON object.</exception>
    public static (IReadOnlyList<PriceRow> Rows, int Skipped) Read(ReadOnlyMemory<byte> utf8Json, DateOnly asOf, DateTimeOffset? effectiveFrom)
    {
        using var document = JsonDocument.Parse(utf8Json);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw new JsonException("A LiteLLM price file is a JSON object of models.");
        var rows = new List<PriceRow>();
        var skipped = 0;
        foreach (var entry in document.RootElement.EnumerateObject())
        {
            if (entry.NameEquals("sample_spec"))
                continue;
            if (Row(entry.Name, entry.Value, asOf, effectiveFrom) is { } row && row.Problem() is null)
                rows.Add(row);
            else
                skipped++;
        }
        return (rows, skipped);
    }

    private static PriceRow? Row(string name, JsonElement value, DateOnly asOf, DateTimeOffset? effectiveFrom)
    {
        if (value.ValueKind != JsonValueKind.Object || Rate(value, "input_cost_per_token") is not { } input)
            return null;
        var output = Rate(value, "output_cost_per_token");
        if (output is null && Text(value, "mode") != "embedding")
            return null;
        var provider = Provider(name, Text(value, "litellm_provider"));
        var model = Model(name, provider);
        return new PriceRow
        {
            Id = $"{provider}/{model}@litellm-{asOf:yyyy-MM-dd}",
            Provider = provider,
            Model = model,
            Rates = Card(value, input, output ?? 0m),
            Tier = Tier(value),
            Batch = Service(value, "_batches"),
            Flex = Service(value, "_flex"),
            Priority = Service(value, "_priority"),
            MaxInput = Count(value, "max_input_tokens"),
            MaxOutput = Count(value, "max_output_tokens"),
            ContextWindow = Count(value, "max_input_tokens"),
            EffectiveFrom = effectiveFrom,
            AsOf = asOf,
            Source = "litellm",
        };
    }

    private static RateCard Card(JsonElement value, decimal input, decimal output) => new()
    {
        Input = input,
        Output = output,
        CacheRead = Rate(value, "cache_read_input_token_cost"),
        CacheWrite5m = Rate(value, "cache_creation_input_token_cost"),
        CacheWrite1h = Rate(value, "cache_creation_input_token_cost_above_1hr"),
        InputAudio = Rate(value, "input_cost_per_audio_token"),
        OutputAudio = Rate(value, "output_cost_per_audio_token"),
        Reasoning = Rate(value, "output_cost_per_reasoning_token"),
    };

    private static RateCard? Service(JsonElement value, string suffix) =>
        Rate(value, "input_cost_per_token" + suffix) is { } input && Rate(value, "output_cost_per_token" + suffix) is { } output
            ? new RateCard { Input = input, Output = output, CacheRead = Rate(value, "cache_read_input_token_cost" + suffix) }
            : null;

    private static TierRates? Tier(JsonElement value)
    {
        const string Prefix = "input_cost_per_token_above_";
        foreach (var property in value.EnumerateObject())
        {
            if (!property.Name.StartsWith(Prefix, StringComparison.Ordinal) || !property.Name.EndsWith("k" + AboveSuffix, StringComparison.Ordinal))
                continue;
            var above = property.Name[(Prefix.Length - "above_".Length)..];
            if (!long.TryParse(property.Name.AsSpan(Prefix.Length, property.Name.Length - Prefix.Length - AboveSuffix.Length - 1), out var thousands)
                || Rate(value, property.Name) is not { } input || Rate(value, "output_cost_per_token_" + above) is not { } output)
                continue;
            return new TierRates
            {
                Above = thousands * 1000,
                Input = input,
                Output = output,
                CacheRead = Rate(value, "cache_read_input_token_cost_" + above),
                CacheWrite5m = Rate(value, "cache_creation_input_token_cost_" + above),
            };
        }
        return null;
    }

    private static string Provider(string name, string? stated)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var family = stated ?? (slash > 0 ? name[..slash] : "openai");
        // `vertex_ai-anthropic_models` and the like: the host is what stands before the dash.
        return ProviderNames.Known(family) ?? (family.StartsWith("vertex_ai", StringComparison.Ordinal) ? "google" : family.ToLowerInvariant());
    }

    private static string Model(string name, string provider)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && (ProviderNames.Known(name[..slash]) ?? name[..slash]) == provider ? name[(slash + 1)..] : name;
    }

    private static decimal? Rate(JsonElement value, string name) =>
        value.TryGetProperty(name, out var rate) && rate.ValueKind == JsonValueKind.Number && rate.TryGetDecimal(out var perToken) && perToken is >= 0 and <= 1
            ? perToken * PerMillion
            : null;

    private static long? Count(JsonElement value, string name) =>
        value.TryGetProperty(name, out var count) && count.ValueKind == JsonValueKind.Number && count.TryGetInt64(out var tokens) ? tokens : null;

    private static string? Text(JsonElement value, string name) =>
        value.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
