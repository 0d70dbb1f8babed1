using Purser.Budgets;
using Purser.Pricing;
using Purser.Tokens;

namespace Purser.Calls;

/// <summary>Decides what an ended call is charged (budgets R15–R17). Pure but for the price book in force.</summary>
internal sealed class CallCharging(PriceSource prices, CallFlowOptions options)
{
    private static readonly Amounts Nothing = new(0, 0, 0, 0, 0);

    public CallCharge Charge(CallAdmission admission, CallOutcome outcome)
    {
        if (outcome.Stated is { } stated)
            return new CallCharge(stated, PriceOf(admission, outcome), Estimated: false, Released: false);
        if (SpentNothing(outcome))
            return new CallCharge(Nothing, CostResult.Unpriced, Estimated: false, Released: true);
        if (outcome is { End: CallEnd.Complete, Reading: { Usage: { } usage, Status: UsageStatus.Ok or UsageStatus.Partial } reading } && !Truncated(reading))
            return Known(admission, outcome, reading.BilledUsage ?? usage);
        return Unknown(admission, outcome);
    }

    // A 200 whose body is an error object (OpenRouter) generated nothing either.
    private static bool SpentNothing(CallOutcome outcome) =>
        outcome.End is CallEnd.NotContacted or CallEnd.Rejected
        || outcome is { End: CallEnd.Complete, Reading: { Error: UsageError.ProviderError, Usage: null } };

    private static bool Truncated(UsageReading reading) => reading.Flags.HasFlag(UsageFlags.StreamTruncated);

    private CallCharge Known(CallAdmission admission, CallOutcome outcome, TokenUsage billed)
    {
        var price = PriceOf(admission, outcome);
        var amounts = new Amounts(price.Cost?.Value, billed.InputTotal, billed.OutputTotal, billed.Total);
        return new CallCharge(amounts, price, Estimated: false, Released: false);
    }

    /// <summary>R17: the priced input bound and an upper bound of the output received; the whole hold where hidden output is possible or no bound is known.</summary>
    private CallCharge Unknown(CallAdmission admission, CallOutcome outcome)
    {
        var price = PriceOf(admission, outcome);
        var known = outcome.Reading?.Usage;
        if (outcome.HiddenOutputPossible || (known is null && admission.InputBound is null))
            return new CallCharge(new Amounts(null, null, null, null), price, Estimated: true, Released: false);

        // Where the input is known its leaves are priced as they are; else the bound stands in as full-price input.
        var output = Math.Max(known?.OutputTotal ?? 0, outcome.ReceivedOutputBound) + options.InFlightMarginTokens;
        var estimate = (known ?? new TokenUsage { InputUncached = admission.InputBound ?? 0 }) with { OutputText = output, OutputAudio = 0, OutputReasoning = 0 };
        var cost = PriceOf(admission, outcome, estimate);
        return new CallCharge(new Amounts(cost.Cost?.Value, estimate.InputTotal, estimate.OutputTotal, estimate.Total), price, Estimated: true, Released: false);
    }

    private CostResult PriceOf(CallAdmission admission, CallOutcome outcome) =>
        outcome.Reading?.Usage is { } usage ? PriceOf(admission, outcome, usage) : CostResult.Unpriced;

    private CostResult PriceOf(CallAdmission admission, CallOutcome outcome, TokenUsage usage)
    {
        var attributes = admission.Intent.Attributes;
        if (attributes.Provider is not { } provider || (outcome.Reading?.Model ?? attributes.Model) is not { } model)
            return CostResult.Unpriced;
        var exact = outcome.Reading is { } reading && reading.Usage == usage;
        return prices.Current.Price(new CostRequest
        {
            Provider = provider,
            Model = model,
            Usage = usage,
            At = admission.AdmittedAt,
            Extra = outcome.Reading?.Extra ?? UsageExtra.None,
            Parts = exact ? outcome.Reading!.Parts : [],
            Batch = outcome.Batch,
        });
    }
}
