using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Purser.Budgets;
using Purser.Calls;
using Purser.Pricing;

namespace Purser;

/// <summary>Registers Purser with a host's services.</summary>
public static class PurserServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="PurserService"/> and its <see cref="CallFlow"/>, <see cref="BudgetEngine"/> and <see cref="PriceSource"/> as singletons.
    /// The ledger is in memory unless <see cref="PurserOptions.OpenStore"/> says otherwise. Calling it again adds configuration, never a second service.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets options; null: none.</param>
    public static PurserBuilder AddPurser(this IServiceCollection services, Action<PurserOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions();
        if (configure is not null)
            services.Configure(configure);
        services.TryAddSingleton(static provider => Open(provider.GetRequiredService<IOptions<PurserOptions>>().Value));
        services.TryAddSingleton(static provider => provider.GetRequiredService<PurserService>().Calls);
        services.TryAddSingleton(static provider => provider.GetRequiredService<PurserService>().Budgets);
        services.TryAddSingleton(static provider => provider.GetRequiredService<PurserService>().Prices);
        return new PurserBuilder(services);
    }

    // A container's factories are synchronous. Off the caller's context, so that a single-threaded one cannot deadlock; once a process.
#pragma warning disable VSTHRD002
    private static PurserService Open(PurserOptions options) => Task.Run(() => PurserService.OpenAsync(options)).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
}
