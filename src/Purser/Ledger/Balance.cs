namespace Purser.Ledger;

/// <summary>The four sums of a budget instance (budgets 1), in the budget's own unit: nano-USD, tokens or requests.</summary>
/// <param name="Admitted">Settled amounts of calls that this budget admitted.</param>
/// <param name="Held">Open holds; never negative.</param>
/// <param name="Adjusted">Corrections and overruns.</param>
/// <param name="Observed">Spend that was only heard of.</param>
public readonly record struct Balance(long Admitted, long Held, long Adjusted, long Observed)
{
    /// <summary>All that counts against the limit.</summary>
    public long Used => checked(Admitted + Held + Adjusted + Observed);

    /// <summary>Checked sum, leaf by leaf.</summary>
    public static Balance operator +(Balance left, Balance right) => checked(new Balance(
        left.Admitted + right.Admitted, left.Held + right.Held, left.Adjusted + right.Adjusted, left.Observed + right.Observed));

    /// <summary>Checked difference, leaf by leaf.</summary>
    public static Balance operator -(Balance left, Balance right) => checked(new Balance(
        left.Admitted - right.Admitted, left.Held - right.Held, left.Adjusted - right.Adjusted, left.Observed - right.Observed));
}
