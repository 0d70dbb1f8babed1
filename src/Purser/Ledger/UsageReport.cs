namespace Purser.Ledger;

/// <summary>The answer to a <see cref="UsageQuery"/>: every row, ordered by key, and their totals.</summary>
/// <param name="Rows">All rows; none are cut.</param>
/// <param name="Totals">The sum over every row; its key is empty.</param>
public sealed record UsageReport(IReadOnlyList<UsageRow> Rows, UsageRow Totals);
