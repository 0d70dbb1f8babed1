using Purser.Budgets;
using Purser.Pricing;

namespace Purser.Calls;

/// <summary>What one ended attempt costs.</summary>
/// <param name="Amounts">What budgets count, in every unit; a null unit costs the whole hold of budgets in that unit.</param>
/// <param name="Price">Our price of the known vector.</param>
/// <param name="Estimated">Whether the amounts are R17's estimate, capped at each hold.</param>
/// <param name="Released">Whether nothing was spent: the hold is given back (R16).</param>
internal sealed record CallCharge(Amounts Amounts, CostResult Price, bool Estimated, bool Released);
