using Purser.Calls;
using Purser.Ledger;

namespace Purser.Server.Gateway;

/// <summary>The four questions that the gateway asks the flow of a call; the composition root binds them to <see cref="CallFlow"/>.</summary>
public sealed class GatewayCalls
{
    /// <summary>Admits a call; its hold is durable when this returns.</summary>
    public required Func<CallIntent, CancellationToken, ValueTask<CallAdmission>> Begin { get; init; }

    /// <summary>Settles a call; durable when this returns.</summary>
    public required Func<CallAdmission, CallOutcome, CancellationToken, ValueTask<CallReceipt>> Complete { get; init; }

    /// <summary>Renews a hold.</summary>
    public required Func<CallAdmission, CancellationToken, ValueTask> Extend { get; init; }

    /// <summary>Whether a strict or guarded budget matches.</summary>
    public required Func<CallAttributes, bool> IsEnforced { get; init; }

    /// <summary>The questions bound to the one flow.</summary>
    public static GatewayCalls Of(CallFlow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        return new GatewayCalls { Begin = flow.BeginAsync, Complete = flow.CompleteAsync, Extend = flow.ExtendAsync, IsEnforced = flow.IsEnforced };
    }
}
