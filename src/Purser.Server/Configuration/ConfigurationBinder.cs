using Purser.Budgets;
using Purser.Ledger;
using Purser.Pricing;
using Purser.Server.Gateway;

namespace Purser.Server.Configuration;

/// <summary>Turns checked settings into options; what only shows when options are seen together is checked here.</summary>
internal static class ConfigurationBinder
{
    public static PurserConfiguration Bind(SettingSet settings, IReadOnlyDictionary<string, string> environment, string? file, List<ConfigurationError> errors) => new()
    {
        Server = Server(settings, errors),
        Gateway = GatewayBinder.Bind(settings, environment, errors),
        BudgetMode = Enum.Parse<BudgetModeCap>(settings.Text("budgets.mode")!, ignoreCase: true),
        HoldTimeToLive = SettingText.Duration(settings.Text("budgets.hold_ttl")!)!.Value,
        Budgets = Budgets(settings, file, errors),
        Prices = Prices(settings, errors),
        Ledger = new()
        {
            Durability = Enum.Parse<Durability>(settings.Text("ledger.durability")!, ignoreCase: true),
            Retention = settings.Text("ledger.retention") is { } text ? SettingText.Duration(text) : null,
        },
        KeysRequired = string.Equals(settings.Text("keys.required"), "always", StringComparison.OrdinalIgnoreCase),
        Effective = settings.Effective(),
        Environment = environment,
    };

    private static ServerOptions Server(SettingSet settings, List<ConfigurationError> errors)
    {
        var urls = settings.List("server.urls");
        foreach (var url in urls.Where(u => new Uri(u).PathAndQuery != "/"))
            errors.Add(new("server.urls", $"'{url}' must not have a path.", settings.OriginOf("server.urls")));
        return new()
        {
            Urls = urls,
            Data = Path.GetFullPath(settings.Text("server.data") ?? DefaultData()),
            AllowedHosts = settings.List("server.allowed_hosts"),
            AllowedOrigins = settings.List("server.allowed_origins"),
            MaxRequestBytes = SettingText.Bytes(settings.Text("server.max_request_bytes")!)!.Value,
            DrainTimeout = SettingText.Duration(settings.Text("server.drain_timeout")!)!.Value,
        };
    }

    private static string DefaultData() =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "purser");

    private static List<BudgetDefinition> Budgets(SettingSet settings, string? file, List<ConfigurationError> errors)
    {
        var budgets = new List<BudgetDefinition>();
        foreach (var (index, members) in settings.Children("budgets.definitions."))
        {
            if (BudgetBinder.Bind($"budgets.definitions.{index}", members, file, errors) is not { } budget)
                continue;
            if (budgets.Exists(b => b.Name == budget.Name))
                errors.Add(new($"budgets.definitions.{index}.name", $"'{budget.Name}' is there twice.", members["name"].Origin));
            budgets.Add(budget);
        }

        return budgets;
    }

    private static List<PriceRow> Prices(SettingSet settings, List<ConfigurationError> errors) =>
    [
        .. settings.Children("pricing.overrides.").Select(c => PriceBinder.Bind($"pricing.overrides.{c.Name}", c.Settings, errors)).OfType<PriceRow>(),
    ];
}
