using Purser.Pricing;
using Purser.Tokens;

namespace Purser.Ledger.Reports;

/// <summary>The signed sums that roll-ups keep. Sums are checked: beyond Int64 they throw instead of wrapping.</summary>
internal readonly record struct UsageTotals
{
    public long Calls { get; init; }

    public long Unmetered { get; init; }

    public long Unpriced { get; init; }

    public long Errors { get; init; }

    public TokenUsage Usage { get; init; }

    public long Cost { get; init; }

    public long Charged { get; init; }

    public long DurationUs { get; init; }

    public bool IsZero => this == default;

    /// <summary>What one event adds; a reversal takes away the same (budgets R37).</summary>
    public static UsageTotals Of(UsageEvent e)
    {
        var one = new UsageTotals
        {
            Calls = 1,
            Unmetered = e.Usage is null && e.Status != EventStatus.Error ? 1 : 0,
            Unpriced = e.Usage is not null && e.Cost is null ? 1 : 0,
            Errors = e.Status == EventStatus.Error ? 1 : 0,
            Usage = e.Usage ?? default,
            Cost = e.Cost?.Value ?? 0,
            Charged = e.Charged.Value,
            DurationUs = e.Duration is { } d ? Microseconds.Of(d) : 0,
        };
        return e.Sign < 0 ? default(UsageTotals) - one : one;
    }

    public UsageRow ToRow(IReadOnlyList<KeyValuePair<string, string?>> key) => new()
    {
        Key = key,
        Calls = Calls,
        Unmetered = Unmetered,
        Unpriced = Unpriced,
        Errors = Errors,
        Usage = Usage,
        Cost = new NanoUsd(Cost),
        Charged = new NanoUsd(Charged),
        Duration = TimeSpan.FromMicroseconds(DurationUs),
    };

    public static UsageTotals operator +(in UsageTotals left, in UsageTotals right) => checked(new UsageTotals
    {
        Calls = left.Calls + right.Calls,
        Unmetered = left.Unmetered + right.Unmetered,
        Unpriced = left.Unpriced + right.Unpriced,
        Errors = left.Errors + right.Errors,
        Usage = left.Usage + right.Usage,
        Cost = left.Cost + right.Cost,
        Charged = left.Charged + right.Charged,
        DurationUs = left.DurationUs + right.DurationUs,
    });

    public static UsageTotals operator -(in UsageTotals left, in UsageTotals right) => checked(new UsageTotals
    {
        Calls = left.Calls - right.Calls,
        Unmetered = left.Unmetered - right.Unmetered,
        Unpriced = left.Unpriced - right.Unpriced,
        Errors = left.Errors - right.Errors,
        Usage = left.Usage - right.Usage,
        Cost = left.Cost - right.Cost,
        Charged = left.Charged - right.Charged,
        DurationUs = left.DurationUs - right.DurationUs,
    });
}
