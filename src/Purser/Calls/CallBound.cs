using Purser.Budgets;
using Purser.Dialects;

namespace Purser.Calls;

/// <summary>The worst case of one call, as budgets need it (budgets R5–R8).</summary>
public sealed record CallBound
{
    /// <summary>Upper bound of the input tokens, media and envelopes included.</summary>
    public required long InputBound { get; init; }

    /// <summary>Output tokens of one answer at most: the limit asked for, else the default, never above the model's maximum. 0: no output.</summary>
    public required long OutputBound { get; init; }

    /// <summary>Least output worth having: the thinking budget and <c>min_fit_output</c> (R7), never above <see cref="OutputBound"/>.</summary>
    public required long MinFitOutput { get; init; }

    /// <summary>Whether the format has a limit field, so that a lower bound can be written into the request (R8).</summary>
    public required bool MayFit { get; init; }

    /// <summary>Whether the request states no limit of its own: an enforced call must have <see cref="OutputBound"/> written (R7).</summary>
    public required bool LimitAbsent { get; init; }

    /// <summary>How far the bound can be trusted (R7b).</summary>
    public required BoundTrust Trust { get; init; }

    /// <summary>Why the call cannot be bounded; null when it can (R12).</summary>
    public required string? Unboundable { get; init; }

    /// <summary>The price row that the amounts come from; null: unpriced, cost is null (R12).</summary>
    public required string? PriceId { get; init; }

    /// <summary>The worst case at an output limit in tokens for each answer; grows with its argument. Thread-safe.</summary>
    public required Func<long, Amounts> AtOutputBound { get; init; }
}
