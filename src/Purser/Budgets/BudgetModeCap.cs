namespace Purser.Budgets;

/// <summary>The most that any budget of an engine may do, whatever its own mode.</summary>
public enum BudgetModeCap
{
    /// <summary>Count only.</summary>
    Track,

    /// <summary>Count and alert.</summary>
    Alert,

    /// <summary>As each budget says.</summary>
    Enforce,
}
