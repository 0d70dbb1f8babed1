using Purser.Budgets;
using Purser.Calls;
using Purser.Ledger;
using Purser.Server.Gateway;

namespace Purser.Server.Tests.Gateway;

/// <summary>The flow of a call as the gateway sees it: answers as told and remembers what it was asked.</summary>
internal sealed class ScriptedFlow
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<CallIntent> Intents { get; } = [];

    public List<CallOutcome> Outcomes { get; } = [];

    /// <summary>Completes with the first outcome.</summary>
    public TaskCompletionSource<CallOutcome> Settled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Extended { get; private set; }

    public Guid RequestId { get; } = Guid.Parse("0193e3a4-0000-7000-8000-000000000001");

    public Func<CallIntent, HoldResult>? Decide { get; set; }

    public long? OutputLimitToWrite { get; set; }

    public bool Enforced { get; set; }

    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>When set, settlements are not acknowledged before <see cref="Acknowledge"/>.</summary>
    public bool HoldSettlements { get; set; }

    public Exception? SettlementFailure { get; set; }

    public CallOutcome Outcome => Outcomes.ShouldHaveSingleItem();

    public void Acknowledge() => _released.TrySetResult();

    public GatewayCalls Calls => new()
    {
        Begin = (intent, _) => ValueTask.FromResult(Begin(intent)),
        Complete = CompleteAsync,
        Extend = (_, _) =>
        {
            Extended++;
            return ValueTask.CompletedTask;
        },
        IsEnforced = _ => Enforced,
    };

    private CallAdmission Begin(CallIntent intent)
    {
        lock (Intents)
            Intents.Add(intent);
        return new CallAdmission
        {
            Hold = Decide?.Invoke(intent) ?? new HoldResult { Verdict = HoldVerdict.Unbudgeted, RequestId = RequestId, Enforced = Enforced },
            Intent = intent,
            AdmittedAt = Time.GetUtcNow(),
            AdmittedTimestamp = Time.GetTimestamp(),
            OutputLimitToWrite = OutputLimitToWrite,
        };
    }

    private async ValueTask<CallReceipt> CompleteAsync(CallAdmission admission, CallOutcome outcome, CancellationToken cancellation)
    {
        lock (Outcomes)
            Outcomes.Add(outcome);
        Settled.TrySetResult(outcome);
        if (SettlementFailure is not null)
            throw SettlementFailure;
        if (HoldSettlements)
            await _released.Task;
        return new CallReceipt(admission.RequestId, Event: null, Spooled: false, Repeated: false);
    }
}
