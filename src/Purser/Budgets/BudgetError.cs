namespace Purser.Budgets;

/// <summary>One thing wrong with a budget.</summary>
/// <param name="Key">The key to change, as configuration and JSON spell it.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public readonly record struct BudgetError(string Key, string Message);
