namespace Purser.Server.Api;

/// <summary>How calls reach the API: in process when the data directory is ours, over HTTP when a server owns it.</summary>
public interface IApiTransport : IDisposable
{
    /// <summary>Sends one call; problems are answers.</summary>
    /// <exception cref="ApiUnreachableException">No answer came; says from where and what to do.</exception>
    ValueTask<ApiResponse> SendAsync(ApiCall call, CancellationToken cancellationToken);
}
