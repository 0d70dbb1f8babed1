namespace Purser.Budgets;

/// <summary>What the health page says of an engine.</summary>
/// <param name="OpenHolds">Reservations that are held.</param>
/// <param name="Waiters">Calls that wait for a release.</param>
/// <param name="ClockJumps">Jumps of the wall clock noticed since the start (budgets R26).</param>
/// <param name="RefusalsUnrecorded">Refusals that the store would not take.</param>
/// <param name="ListenerFaults">Exceptions that listeners threw.</param>
/// <param name="KeysDropped">Idempotency keys forgotten before their time, for lack of room.</param>
public sealed record BudgetHealth(int OpenHolds, int Waiters, long ClockJumps, long RefusalsUnrecorded, long ListenerFaults, long KeysDropped);
