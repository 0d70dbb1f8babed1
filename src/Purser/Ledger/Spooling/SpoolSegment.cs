namespace Purser.Ledger.Spooling;

/// <summary>One segment as read back.</summary>
/// <param name="Number">Its place in the order.</param>
/// <param name="Records">Its whole records, in order.</param>
/// <param name="TornBytes">Bytes behind the last whole record: a record that was being written when the process died; 0 when none.</param>
public sealed record SpoolSegment(long Number, IReadOnlyList<ReadOnlyMemory<byte>> Records, long TornBytes);
