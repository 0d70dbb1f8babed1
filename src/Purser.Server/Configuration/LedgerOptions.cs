using Purser.Ledger;

namespace Purser.Server.Configuration;

/// <summary>How the ledger is kept.</summary>
public sealed record LedgerOptions
{
    /// <summary>When a commit is acknowledged (budgets R31); default <see cref="Durability.Process"/>.</summary>
    public Durability Durability { get; init; }

    /// <summary>How long detail is kept, 1 day to 100 years; null: for ever. Totals always stay.</summary>
    public TimeSpan? Retention { get; init; }
}
