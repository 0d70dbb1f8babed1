namespace Purser.Server.Api;

/// <summary>One line of <c>purser doctor</c>.</summary>
/// <param name="Name">What was looked at, snake_case.</param>
/// <param name="Level"><c>ok</c>, <c>warning</c> or <c>error</c>.</param>
/// <param name="Message">What was found.</param>
/// <param name="Advice">What to do; null when nothing.</param>
internal sealed record HealthCheck(string Name, string Level, string Message, string? Advice = null);
