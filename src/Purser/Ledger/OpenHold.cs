namespace Purser.Ledger;

/// <summary>A hold that no entry has closed, as a store gives it back at the start.</summary>
/// <param name="Entry">The hold entry.</param>
/// <param name="ExpiresAt">The latest expiry, extensions included.</param>
/// <param name="Settled">Sums of what later entries already did to the same instances (earlier attempts); empty when none.</param>
public sealed record OpenHold(LedgerEntry Entry, DateTimeOffset ExpiresAt, IReadOnlyList<BalanceChange> Settled);
