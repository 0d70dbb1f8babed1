using Purser.Ledger;
using Purser.Pricing;
using Purser.Tokens;

namespace Purser.Calls;

/// <summary>Makes the ledger's record of an ended attempt.</summary>
internal static class UsageEvents
{
    public static UsageEvent Create(CallAdmission admission, CallOutcome outcome, CallCharge charge, DateTimeOffset now, TimeSpan duration)
    {
        var intent = admission.Intent;
        var reading = outcome.Reading;
        return new UsageEvent
        {
            Id = Guid.CreateVersion7(now),
            RequestId = admission.RequestId,
            Attempt = outcome.Attempt,
            AdmittedAt = admission.AdmittedAt,
            CompletedAt = now,
            Attributes = intent.Attributes with { Model = reading?.Model ?? intent.Attributes.Model },
            Dialect = intent.Dialect?.Name ?? reading?.Dialect,
            Status = Status(outcome, charge),
            Usage = reading?.Usage,
            Flags = reading?.Flags ?? UsageFlags.None,
            Cost = charge.Price.Cost,
            ProviderCost = ProviderCost(outcome),
            Charged = new NanoUsd(Charged(admission, charge)),
            PriceId = charge.Price.PriceId,
            Duration = duration,
            TimeToFirstToken = outcome.TimeToFirstToken,
            Source = intent.Source,
            Enforced = admission.Hold.Enforced,
            HttpStatus = outcome.HttpStatus,
            ResponseId = reading?.ResponseId,
            CorrelationId = intent.CorrelationId,
            OperationId = intent.OperationId,
            TraceId = intent.TraceId,
            SpanId = intent.SpanId,
        };
    }

    /// <summary>Why a hold was given back, for <c>why</c> (R16).</summary>
    public static string ReleaseReason(CallOutcome outcome) => outcome switch
    {
        { End: CallEnd.NotContacted } => "the upstream was not reached",
        { HttpStatus: { } status } => $"the upstream answered {status} before it generated anything",
        _ => "the upstream answered with an error before it generated anything",
    };

    private static EventStatus Status(CallOutcome outcome, CallCharge charge) => outcome switch
    {
        _ when charge.Released => EventStatus.Error,
        { Stated: not null } => EventStatus.Ok,
        { End: CallEnd.Complete, Reading: null or { Usage: null } } => EventStatus.Unmetered,
        _ when charge.Estimated => EventStatus.Estimated,
        { Reading.Status: UsageStatus.Partial } => EventStatus.Partial,
        _ => EventStatus.Ok,
    };

    // R1: a stated cost settles as charged and as the provider's own.
    private static NanoUsd? ProviderCost(CallOutcome outcome) => outcome.Stated?.CostNano is { } nano
        ? new NanoUsd(nano)
        : outcome.Reading?.Extra.ProviderCostUsd is { } usd ? NanoUsd.FromUsd(usd) : null;

    /// <summary>USD as budgets count it: the amount, at most the hold when estimated, the hold itself when the amount is unknown.</summary>
    private static long Charged(CallAdmission admission, CallCharge charge)
    {
        var held = admission.Hold.Legs.Where(l => l.Unit == Budgets.BudgetUnit.Usd).Select(l => (long?)l.Held).Max();
        return (charge.Amounts.CostNano, held) switch
        {
            ({ } cost, { } hold) => charge.Estimated ? Math.Min(cost, hold) : cost,
            ({ } cost, null) => cost,
            (null, { } hold) => hold,
            (null, null) => 0,
        };
    }
}
