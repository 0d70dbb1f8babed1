namespace Purser.Tokens;

/// <summary>One separately priced piece of a call: an iteration, a turn of a transcript, or an advisor with a model of its own.</summary>
/// <param name="Model">The piece's own model; null: the call's.</param>
/// <param name="Usage">What the piece used. The parts of a reading add up to its vector; only an advisor, billed at its own model's price, stands beside it (providers 1.2).</param>
public sealed record UsagePart(string? Model, TokenUsage Usage);
