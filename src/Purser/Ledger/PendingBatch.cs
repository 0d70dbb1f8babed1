namespace Purser.Ledger;

/// <summary>A batch in the writer's queue; without a batch it asks for the spool to be replayed.</summary>
internal sealed record PendingBatch(LedgerBatch? Batch)
{
    public TaskCompletionSource<CommitOutcome> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
