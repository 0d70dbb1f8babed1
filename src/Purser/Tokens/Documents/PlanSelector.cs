namespace Purser.Tokens.Documents;

/// <summary>Adds up <c>count</c> over those elements of a list whose <c>key</c> is a given value.</summary>
internal sealed record PlanSelector(byte[] Key, byte[] Value, byte[] Count, int Slot);
