using Purser.Server.Gateway;

namespace Purser.Server.Configuration;

/// <summary>Makes the gateway's options; built-in upstreams keep what is not stated.</summary>
internal static class GatewayBinder
{
    public static GatewayOptions Bind(SettingSet settings, IReadOnlyDictionary<string, string> environment, List<ConfigurationError> errors)
    {
        var options = new GatewayOptions
        {
            MaxRequestBytes = Bytes(settings, "gateway.max_request_bytes"),
            MaxHeaderBytes = Bytes(settings, "gateway.max_header_bytes"),
            MaxMeteredBytes = Bytes(settings, "gateway.max_metered_bytes"),
            MaxEventBytes = Bytes(settings, "gateway.max_event_bytes"),
            ConnectTimeout = Time(settings, "gateway.connect_timeout"),
            FirstByteTimeout = Time(settings, "gateway.first_byte_timeout"),
            IdleTimeout = Time(settings, "gateway.idle_timeout"),
            TotalTimeout = Time(settings, "gateway.total_timeout"),
            DrainTimeout = Time(settings, "gateway.drain_timeout"),
            HeartbeatInterval = Time(settings, "gateway.heartbeat_interval"),
        };
        foreach (var (name, members) in settings.Children("gateway.upstreams."))
            AddUpstream(options, name.ToLowerInvariant(), members, errors);
        foreach (var (name, upstream) in options.Upstreams.ToList())
            options.Upstreams[name] = WithKey(upstream, environment);
        return options;
    }

    private static void AddUpstream(GatewayOptions options, string name, IReadOnlyDictionary<string, Setting> members, List<ConfigurationError> errors)
    {
        var at = $"gateway.upstreams.{name}";
        var origin = members.Values.First().Origin;
        var known = options.Upstreams.TryGetValue(name, out var builtIn) ? builtIn : null;
        if (GatewayOptions.ReservedNames.Contains(name, StringComparer.OrdinalIgnoreCase))
            errors.Add(new(at, $"is reserved for Purser itself; take another name than {string.Join(", ", GatewayOptions.ReservedNames)}.", origin));
        if (!name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_'))
            errors.Add(new(at, "must consist of letters, digits, '-' and '_'.", origin));
        if ((members.GetValueOrDefault("url")?.Text ?? known?.Url) is not { } url)
            errors.Add(new($"{at}.url", "is required.", origin));
        else
            options.Upstreams[name] = Upstream(url, known, members);
    }

    private static UpstreamOptions Upstream(string url, UpstreamOptions? known, IReadOnlyDictionary<string, Setting> members) => new()
    {
        Url = url,
        ApiKey = members.GetValueOrDefault("api_key")?.Text ?? known?.ApiKey,
        ApiKeyVariable = members.GetValueOrDefault("api_key_variable")?.Text ?? known?.ApiKeyVariable,
        Family = members.GetValueOrDefault("family") is { } family ? Family(family.Text) : known?.Family ?? ApiFamily.OpenAi,
        Dialect = members.GetValueOrDefault("dialect")?.Text ?? known?.Dialect,
        IncludeUsage = members.GetValueOrDefault("include_usage") is { } usage ? SettingText.Boolean(usage.Text)!.Value : known?.IncludeUsage ?? true,
    };

    // The environment here has the .env file beneath it, which the process's own has not.
    private static UpstreamOptions WithKey(UpstreamOptions upstream, IReadOnlyDictionary<string, string> environment) => new()
    {
        Url = upstream.Url,
        ApiKey = upstream.ApiKey ?? (upstream.ApiKeyVariable is { } variable ? environment.GetValueOrDefault(variable) : null),
        ApiKeyVariable = upstream.ApiKeyVariable,
        Family = upstream.Family,
        Dialect = upstream.Dialect,
        IncludeUsage = upstream.IncludeUsage,
    };

    private static ApiFamily Family(string text) => text.ToLowerInvariant() switch
    {
        "anthropic" => ApiFamily.Anthropic,
        "gemini" => ApiFamily.Gemini,
        _ => ApiFamily.OpenAi,
    };

    private static int Bytes(SettingSet settings, string key) => (int)SettingText.Bytes(settings.Text(key)!)!.Value;

    private static TimeSpan Time(SettingSet settings, string key) => SettingText.Duration(settings.Text(key)!)!.Value;
}
