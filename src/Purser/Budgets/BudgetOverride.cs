namespace Purser.Budgets;

/// <summary>A limit raised for a while (budgets R4): it expires by itself.</summary>
/// <param name="Id">UUIDv7 of its ledger entry.</param>
/// <param name="By">How much is added, in the budget's unit; &gt; 0.</param>
/// <param name="From">UTC.</param>
/// <param name="Until">UTC, exclusive.</param>
/// <param name="Who">Who raised it.</param>
/// <param name="Reason">Why.</param>
public sealed record BudgetOverride(Guid Id, long By, DateTimeOffset From, DateTimeOffset Until, string Who, string Reason);
