namespace Purser.Tokens;

/// <summary>One separately priced piece of a call: an iteration, a turn of a transcript, or an advisor with a model of its own.</summary>
/// <param name="Model">The piece's own model; null: the call's.</param>
/// <param name="Usage">What the piece used; the parts of a reading add up to its vector.</param>
public sealed record UsagePart(string? Model, TokenUsage Usage);
