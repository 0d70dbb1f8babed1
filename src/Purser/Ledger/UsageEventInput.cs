namespace Purser.Ledger;

/// <summary>One event as it was posted.</summary>
/// <param name="Event">The event; what the post did not state has its default.</param>
/// <param name="IdempotencyKey">The client's key (budgets R35); null when none.</param>
/// <param name="ChargedStated">Whether the post stated <c>charged_usd</c> or <c>cost_usd</c>; otherwise the event is still to be priced.</param>
public sealed record UsageEventInput(UsageEvent Event, string? IdempotencyKey, bool ChargedStated);
