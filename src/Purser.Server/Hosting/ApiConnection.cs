using Microsoft.Extensions.Logging;
using Purser.Server.Api;
using Purser.Server.Configuration;
using Purser.Server.Keys;
using Purser.Sqlite;

namespace Purser.Server.Hosting;

/// <summary>A way to the API of a data directory or a server: in process when the directory is free, else through its owner (design 5).</summary>
public sealed class ApiConnection : IAsyncDisposable
{
    private readonly IAsyncDisposable? _owned;

    private ApiConnection(IApiTransport transport, string description, IAsyncDisposable? owned)
    {
        Transport = transport;
        Description = description;
        _owned = owned;
    }

    /// <summary>Sends calls.</summary>
    public IApiTransport Transport { get; }

    /// <summary>Where they go, for messages.</summary>
    public string Description { get; }

    /// <summary>Speaks to a server from afar.</summary>
    public static ApiConnection ToServer(Uri server, string? key)
    {
        ArgumentNullException.ThrowIfNull(server);
        return new(new HttpTransport(server, key), server.ToString(), null);
    }

    /// <summary>An empty ledger in memory, under the configuration's prices; nothing of it stays.</summary>
    public static async Task<ApiConnection> InMemoryAsync(PurserConfiguration configuration, TimeProvider clock, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(loggers);
        var options = new PurserOptions { Clock = clock };
        foreach (var price in configuration.Prices)
            options.Prices.Add(price);
        var purser = await PurserService.OpenAsync(options, cancellationToken);
        var context = new ApiContext
        {
            Purser = purser,
            Keys = new KeyRing(purser.Loaded.Documents, async (batch, stop) => await purser.Writer.CommitAsync(batch, stop), clock),
            Configuration = configuration,
            StartedAt = clock.GetUtcNow(),
        };
        var table = new ApiTable(ApiOperations.All(context), loggers.CreateLogger<ApiTable>());
        return new(new InProcessTransport(table, ApiCaller.Host), "memory", purser);
    }

    /// <summary>Takes the configured data directory, or goes through the process that has it.</summary>
    /// <exception cref="DataDirectoryOwnedException">Its owner serves no HTTP; says what to do.</exception>
    /// <exception cref="Ledger.LedgerUnavailableException">The ledger cannot be opened; says what to do.</exception>
    public static async Task<ApiConnection> OpenAsync(PurserConfiguration configuration, TimeProvider clock, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        try
        {
            var node = await PurserNode.OpenAsync(configuration, clock, loggers, cancellationToken);
            return new(new InProcessTransport(node.Api, ApiCaller.Host), configuration.Server.Data, node);
        }
        catch (DataDirectoryOwnedException e) when (e.Owner is { Url: { } url })
        {
            return new(new HttpTransport(new Uri(url), e.Owner.Token), $"{url} (pid {e.Owner.Pid})", null);
        }
    }

    /// <summary>Closes the connection, or gives the directory back.</summary>
    public async ValueTask DisposeAsync()
    {
        Transport.Dispose();
        if (_owned is not null)
            await _owned.DisposeAsync();
    }
}
