using Microsoft.Extensions.DependencyInjection;

namespace Purser;

/// <summary>What <c>AddPurser</c> answers, for stores and other parts to join; not thread-safe, like the services themselves.</summary>
public sealed class PurserBuilder(IServiceCollection services)
{
    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; } = services;
}
