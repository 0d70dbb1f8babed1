using Purser.Pricing;

namespace Purser.Server.Configuration;

/// <summary>Makes a price row from its settings.</summary>
internal static class PriceBinder
{
    /// <summary>Null when something is wrong; what it is has been added to the errors.</summary>
    public static PriceRow? Bind(string at, IReadOnlyDictionary<string, Setting> members, List<ConfigurationError> errors)
    {
        var origin = members.Values.First().Origin;
        var before = errors.Count;
        foreach (var required in (string[])["model", "input", "output"])
        {
            if (!members.ContainsKey(required))
                errors.Add(new($"{at}.{required}", "is required.", origin));
        }

        if (errors.Count > before)
            return null;
        var model = members["model"].Text;
        var slash = model.IndexOf('/');
        var provider = members.GetValueOrDefault("provider")?.Text ?? (slash > 0 ? model[..slash] : null);
        if (provider is null)
        {
            errors.Add(new($"{at}.model", "must read PROVIDER/MODEL when provider is left out.", members["model"].Origin));
            return null;
        }

        return Row(members, provider, members.ContainsKey("provider") ? model : model[(slash + 1)..]);
    }

    private static PriceRow Row(IReadOnlyDictionary<string, Setting> members, string provider, string model) => new()
    {
        Id = $"{provider}/{model}@config",
        Provider = provider,
        Model = model,
        Rates = new()
        {
            Input = Rate(members, "input"),
            Output = Rate(members, "output"),
            CacheRead = Rate(members, "cache_read"),
            CacheWrite5m = Rate(members, "cache_write_5m"),
            CacheWrite1h = Rate(members, "cache_write_1h"),
            Reasoning = Rate(members, "reasoning"),
        },
        MaxOutput = Count(members, "max_output"),
        ContextWindow = Count(members, "context_window"),
        EffectiveFrom = members.GetValueOrDefault("effective_from") is { } from ? SettingText.Instant(from.Text) : null,
        AsOf = DateOnly.FromDateTime((members.GetValueOrDefault("effective_from") is { } since ? SettingText.Instant(since.Text)!.Value : DateTimeOffset.UnixEpoch).UtcDateTime),
        Source = "config",
    };

    private static decimal? Rate(IReadOnlyDictionary<string, Setting> members, string key) =>
        members.GetValueOrDefault(key) is { } rate ? SettingText.Decimal(rate.Text) : null;

    private static long? Count(IReadOnlyDictionary<string, Setting> members, string key) =>
        members.GetValueOrDefault(key) is { } count ? SettingText.Integer(count.Text) : null;
}
