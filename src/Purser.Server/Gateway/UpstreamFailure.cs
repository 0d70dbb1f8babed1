using Purser.Calls;

namespace Purser.Server.Gateway;

/// <summary>Why there is no answer to hand on, and what that means for the hold (budgets R16, R17).</summary>
/// <param name="End">Whether money may have been spent.</param>
/// <param name="Status">The status for the client.</param>
/// <param name="Code">Stable, snake_case.</param>
/// <param name="Message">For the client; names the upstream, never a secret.</param>
internal sealed record UpstreamFailure(CallEnd End, int Status, string Code, string Message)
{
    /// <summary>Null when the exception is none of an upstream's.</summary>
    public static UpstreamFailure? From(Exception exception, StopReason stopped, string upstream) => (stopped, exception) switch
    {
        (StopReason.ClientGone, _) => new(CallEnd.Unknown, 499, "client_closed_request", "The client closed the request."),
        (StopReason.FirstByte or StopReason.Total or StopReason.Idle, _) =>
            new(CallEnd.Unknown, 504, "upstream_timeout", $"The upstream '{upstream}' did not answer in time; the call may have been charged."),
        (_, OperationCanceledException { InnerException: TimeoutException }) =>
            new(CallEnd.NotContacted, 502, "upstream_connect_timeout", $"No connection to the upstream '{upstream}' could be opened in time."),
        (_, HttpRequestException failed) when NeverConnected(failed) =>
            new(CallEnd.NotContacted, 502, "upstream_unreachable", $"The upstream '{upstream}' could not be reached ({Reason(failed)})."),
        (_, HttpRequestException or IOException) =>
            new(CallEnd.Unknown, 502, "upstream_failed", $"The upstream '{upstream}' broke off before it answered; the call may have been charged."),
        _ => null,
    };

    // Only errors of opening a connection prove that nothing was sent; a reset later may come after the model has worked.
    private static bool NeverConnected(HttpRequestException failed) => failed.HttpRequestError
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError;

    private static string Reason(HttpRequestException failed) => failed.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "its name does not resolve",
        HttpRequestError.SecureConnectionError => "TLS failed",
        _ => "connection refused or reset",
    };
}
