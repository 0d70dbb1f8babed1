namespace Purser.Ledger;

/// <summary>What a store applies as one: all of it is in the ledger afterwards, or none.</summary>
public sealed record LedgerBatch
{
    /// <summary>Entries in order.</summary>
    public IReadOnlyList<LedgerEntry> Entries { get; init; } = [];

    /// <summary>Usage events; each also moves its roll-ups.</summary>
    public IReadOnlyList<UsageEvent> Usage { get; init; } = [];

    /// <summary>What others must hear.</summary>
    public IReadOnlyList<OutboxRow> Outbox { get; init; } = [];

    /// <summary>Budgets, keys and prices that changed.</summary>
    public IReadOnlyList<DocumentChange> Documents { get; init; } = [];

    /// <summary>Whether the batch records spend that has happened: it must not be lost when the store refuses it, but goes to the spool.</summary>
    public bool Spoolable { get; init; }
}
