using Microsoft.Extensions.Logging;
using Purser.Calls;

namespace Purser.Server.Gateway;

/// <summary>Settles one admitted call exactly once, before the end of its answer is released (budgets R31).</summary>
internal sealed partial class Settlement(GatewayCalls calls, CallAdmission? admission, TimeProvider time, GatewayOptions options, ILogger log)
{
    private long _renewed = admission?.AdmittedTimestamp ?? 0;

    /// <summary>The admitted call; null on routes that are free.</summary>
    public CallAdmission? Admission => admission;

    /// <summary>Whether the outcome has been recorded.</summary>
    public bool IsDone { get; private set; } = admission is null;

    /// <summary>Records the outcome; later calls do nothing.</summary>
    /// <returns>False when an enforcing budget's settlement failed: then the answer's end must not be released, and the hold stands.</returns>
    public async ValueTask<bool> CompleteAsync(CallOutcome outcome)
    {
        if (IsDone)
            return true;
        IsDone = true;
        try
        {
            await calls.Complete(admission!, outcome, CancellationToken.None);
            return true;
        }
        catch (Exception failed)
        {
            // The edge to the flow: what was not settled stays held (R31), and an unbudgeted caller must not suffer from the accounts.
            SettlementFailed(log, failed, admission!.RequestId);
            return !admission.Hold.Enforced;
        }
    }

    /// <summary>Renews the hold of a long stream when its interval is over.</summary>
    public ValueTask HeartbeatAsync() =>
        IsDone || time.GetElapsedTime(_renewed) < options.HeartbeatInterval ? ValueTask.CompletedTask : RenewAsync();

    private async ValueTask RenewAsync()
    {
        _renewed = time.GetTimestamp();
        try
        {
            await calls.Extend(admission!, CancellationToken.None);
        }
        catch (Exception failed)
        {
            // A missed heartbeat is made up by the next one; the answer goes on.
            HeartbeatFailed(log, failed, admission!.RequestId);
        }
    }

    [LoggerMessage(2101, LogLevel.Error, "Request {RequestId} could not be settled; its hold stands until it expires.")]
    private static partial void SettlementFailed(ILogger log, Exception exception, Guid requestId);

    [LoggerMessage(2102, LogLevel.Warning, "The hold of request {RequestId} could not be renewed.")]
    private static partial void HeartbeatFailed(ILogger log, Exception exception, Guid requestId);
}
