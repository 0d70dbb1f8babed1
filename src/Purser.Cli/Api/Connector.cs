using Microsoft.Extensions.Logging.Abstractions;
using Purser.Server.Api;
using Purser.Server.Hosting;

namespace Purser.Cli.Api;

/// <summary>Finds the API that a command means: a server from afar, the owner of the data directory, or the directory itself.</summary>
internal static class Connector
{
    public static async ValueTask<ApiClient> ConnectAsync(ConnectionChoice choice, CancellationToken cancellation)
    {
        var connection = choice.Server is { } server
            ? ApiConnection.ToServer(server, choice.Key)
            : await ApiConnection.OpenAsync(Configurations.Load(choice), TimeProvider.System, NullLoggerFactory.Instance, cancellation);
        return Over(connection.Transport, connection.DisposeAsync);
    }

    /// <summary>An empty ledger in memory, under the configuration's prices, for reports that write nothing.</summary>
    public static async ValueTask<ApiClient> InMemoryAsync(ConnectionChoice choice, CancellationToken cancellation)
    {
        var connection = await ApiConnection.InMemoryAsync(Configurations.Load(choice), TimeProvider.System, NullLoggerFactory.Instance, cancellation);
        return Over(connection.Transport, connection.DisposeAsync);
    }

    public static ApiClient Over(IApiTransport transport, Func<ValueTask> close) => new(
        async (method, target, body, cancellation) =>
        {
            var answer = await transport.SendAsync(new ApiCall(method, target, body), cancellation);
            return (answer.Status, answer.Body);
        },
        close);
}
