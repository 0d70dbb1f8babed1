namespace Purser.Tests.Budgets;

/// <summary>A hold of the reference model.</summary>
/// <param name="Keys">The counters it stands on.</param>
/// <param name="Amount">Tokens held.</param>
/// <param name="Due">Monotonic time at which it runs out.</param>
/// <param name="Expires">The same on the wall clock, which is what a restart goes by.</param>
internal sealed record ModelHold((string Budget, string Value, DateTimeOffset Window)[] Keys, long Amount, TimeSpan Due, DateTimeOffset Expires);
