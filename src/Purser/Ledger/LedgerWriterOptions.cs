using Purser.Ledger.Spooling;

namespace Purser.Ledger;

/// <summary>How a writer waits, and where spend goes that the store refuses.</summary>
public sealed record LedgerWriterOptions
{
    /// <summary>Where batches with <see cref="LedgerBatch.Spoolable"/> go when the store refuses; null: they fail like any other.</summary>
    public SegmentSpool? Spool { get; init; }

    /// <summary>Longest wait for a place in the queue; default 1 s (budgets R33).</summary>
    public TimeSpan QueueWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the store is tried again while the spool holds something; default 1 s.</summary>
    public TimeSpan ReplayInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The clock of both; default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
