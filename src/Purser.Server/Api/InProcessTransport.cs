namespace Purser.Server.Api;

/// <summary>Calls the table directly.</summary>
public sealed class InProcessTransport(ApiTable table, ApiCaller caller) : IApiTransport
{
    /// <inheritdoc/>
    public ValueTask<ApiResponse> SendAsync(ApiCall call, CancellationToken cancellationToken) => table.DispatchAsync(call, caller, cancellationToken);

    /// <summary>Nothing to free: the table belongs to whoever made it.</summary>
    public void Dispose()
    {
    }
}
