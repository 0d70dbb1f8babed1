namespace Purser.Ledger;

/// <summary>A client's idempotency key and the reservation it stands for (budgets R35).</summary>
/// <param name="Tenant">Keys are unique per tenant.</param>
/// <param name="Key">The client's key.</param>
/// <param name="Hash">Hash of body and context.</param>
/// <param name="RequestId">The reservation.</param>
/// <param name="At">First use, UTC.</param>
public sealed record IdempotencyRecord(string Tenant, string Key, ReadOnlyMemory<byte> Hash, Guid RequestId, DateTimeOffset At);
