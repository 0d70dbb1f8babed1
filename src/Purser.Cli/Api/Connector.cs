using Purser.Server.Api;

namespace Purser.Cli.Api;

/// <summary>Finds the API that a command means.</summary>
internal static class Connector
{
    /// <summary>The client over a transport, which it owns.</summary>
    public static ApiClient Over(IApiTransport transport) => new(
        async (method, target, body, cancellation) =>
        {
            try
            {
                var answer = await transport.SendAsync(new ApiCall(method, target, body), cancellation);
                return (answer.Status, answer.Body);
            }
            catch (ApiUnreachableException unreachable)
            {
                throw new CommandFailedException(unreachable.Message);
            }
        },
        () =>
        {
            transport.Dispose();
            return ValueTask.CompletedTask;
        });

    public static ValueTask<ApiClient> ConnectAsync(ConnectionChoice choice, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return choice.Server is { } server
            ? ValueTask.FromResult(Over(new HttpTransport(server, choice.Key)))
            : throw new CommandFailedException("Name a running server with --server URL.", ExitCode.WrongUsage);
    }
}
