namespace Purser.Budgets;

/// <summary>What a settle or adjust entry keeps of the amounts it was given.</summary>
internal sealed record SettledData(Amounts? Actual);
