using Purser.Pricing;
using Purser.Tokens;

namespace Purser.Ledger;

/// <summary>One row of a report: the sums over its key.</summary>
public sealed record UsageRow
{
    /// <summary>Grouping name to value, in the query's order; a null value is a call that did not state it.</summary>
    public required IReadOnlyList<KeyValuePair<string, string?>> Key { get; init; }

    /// <summary>Calls, whatever their status.</summary>
    public required long Calls { get; init; }

    /// <summary>Calls without a vector that the provider did not fail.</summary>
    public long Unmetered { get; init; }

    /// <summary>Calls with a vector but without a price.</summary>
    public long Unpriced { get; init; }

    /// <summary>Calls that the provider failed.</summary>
    public long Errors { get; init; }

    /// <summary>Sum of the vectors.</summary>
    public TokenUsage Usage { get; init; }

    /// <summary>Sum of our prices.</summary>
    public NanoUsd Cost { get; init; }

    /// <summary>Sum of what budgets counted.</summary>
    public NanoUsd Charged { get; init; }

    /// <summary>Sum of durations.</summary>
    public TimeSpan Duration { get; init; }
}
