namespace Purser.Ledger;

/// <summary>When a commit is acknowledged (design 5, budgets R31).</summary>
public enum Durability
{
    /// <summary>After the write-ahead write: survives the process's death; flushed to disk within 10 ms.</summary>
    Process,

    /// <summary>After the flush: survives the machine's death.</summary>
    Power,
}
