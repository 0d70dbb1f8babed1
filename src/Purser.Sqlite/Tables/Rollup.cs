using Purser.Ledger.Reports;

namespace Purser.Sqlite.Tables;

/// <summary>A roll-up row as the writer holds it.</summary>
internal sealed class Rollup(UsageTotals totals, UsageHistograms? histograms)
{
    public UsageTotals Totals { get; set; } = totals;

    /// <summary>Null on the fine roll-up, which keeps none.</summary>
    public UsageHistograms? Histograms { get; } = histograms;

    public bool Changed { get; set; }
}
