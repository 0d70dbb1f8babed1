namespace Purser.Budgets;

/// <summary>The kinds of windows (budgets R22).</summary>
public enum BudgetWindowKind
{
    /// <summary>For ever.</summary>
    Total,

    /// <summary>The life of a session: opens at first use, ends by idleness or age where those are limited.</summary>
    Session,

    /// <summary>An hour of the budget's zone.</summary>
    Hour,

    /// <summary>A day of the budget's zone.</summary>
    Day,

    /// <summary>A week of the budget's zone.</summary>
    Week,

    /// <summary>A month of the budget's zone.</summary>
    Month,

    /// <summary>A quarter of a year of the budget's zone.</summary>
    Quarter,

    /// <summary>A year of the budget's zone.</summary>
    Year,

    /// <summary>The last so-and-so long, whenever it is asked.</summary>
    Rolling,

    /// <summary>So-and-so long from first use, or counted from an anchor.</summary>
    Fixed,
}
