namespace Purser.Budgets;

/// <summary>What matches a call, before it is held.</summary>
/// <param name="Any">Whether any budget does.</param>
/// <param name="Enforcing">Whether a strict or guarded one does: then the output limit must be bounded (R7).</param>
/// <param name="StrictUnits">The units that matching strict budgets need, one bit <c>1 &lt;&lt; (int)unit</c> each: a stated hold that lacks one cannot be admitted.</param>
public readonly record struct BudgetMatch(bool Any, bool Enforcing, int StrictUnits)
{
    /// <summary>Whether a matching strict budget counts this unit.</summary>
    public bool Needs(BudgetUnit unit) => (StrictUnits & (1 << (int)unit)) != 0;
}
