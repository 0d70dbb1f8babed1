namespace Purser.Ledger;

/// <summary>Something that others must hear, stored in the transaction that made it true and delivered at least once (budgets R28).</summary>
/// <param name="Id">UUIDv7; the stable id that receivers deduplicate by.</param>
/// <param name="Destination">The kind of receiver: <c>alert</c>, <c>webhook</c>, <c>kafka</c>, <c>mail</c>.</param>
/// <param name="Lane">Order is kept within a lane.</param>
/// <param name="At">UTC.</param>
/// <param name="Payload">UTF-8 JSON.</param>
public sealed record OutboxRow(Guid Id, string Destination, string Lane, DateTimeOffset At, ReadOnlyMemory<byte> Payload);
