namespace Purser.Ledger;

/// <summary>Where a commit ended up.</summary>
public enum CommitOutcome
{
    /// <summary>In the store, durable at its level.</summary>
    Committed,

    /// <summary>In the spool, because the store refused: on disk, and written to the store when it is back.</summary>
    Spooled,
}
