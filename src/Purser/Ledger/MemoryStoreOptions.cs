namespace Purser.Ledger;

/// <summary>How much detail a ledger in memory keeps.</summary>
public sealed record MemoryStoreOptions
{
    /// <summary>Most usage events, and most closed entries, kept one by one; default 100,000 of each. Older ones are dropped and counted; totals and balances stay.</summary>
    public int DetailLimit { get; init; } = 100_000;
}
