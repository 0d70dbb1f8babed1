namespace Purser.Server.Gateway;

/// <summary>A request that is answered with an error of ours before anything is sent upstream. The message is for the client and never holds its data.</summary>
internal sealed class GatewayException(int status, string code, string message, Exception? inner = null) : Exception(message, inner)
{
    public int Status { get; } = status;

    /// <summary>Stable, snake_case.</summary>
    public string Code { get; } = code;
}
