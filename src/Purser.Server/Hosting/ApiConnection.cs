using Microsoft.Extensions.Logging;
using Purser.Server.Api;
using Purser.Server.Configuration;
using Purser.Sqlite;

namespace Purser.Server.Hosting;

/// <summary>A way to the API of a data directory or a server: in process when the directory is free, else through its owner (design 5).</summary>
public sealed class ApiConnection : IAsyncDisposable
{
    private readonly PurserNode? _node;

    private ApiConnection(IApiTransport transport, string description, PurserNode? node)
    {
        Transport = transport;
        Description = description;
        _node = node;
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
        if (_node is not null)
            await _node.DisposeAsync();
    }
}
