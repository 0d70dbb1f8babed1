using Purser.Ledger;

namespace Purser.Budgets;

/// <summary>A call that cost more than was held (budgets R19): whoever computes bounds should widen that family's.</summary>
/// <param name="RequestId">The reservation.</param>
/// <param name="Attributes">Who called what.</param>
/// <param name="BudgetId">The budget.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Held">What was held.</param>
/// <param name="Actual">What it cost.</param>
public sealed record BudgetOverrun(Guid RequestId, CallAttributes Attributes, string BudgetId, BudgetUnit Unit, long Held, long Actual);
