namespace Purser.Dialects;

/// <summary>How far a requested output maximum can be trusted as a bound (budgets R7b).</summary>
public enum BoundTrust
{
    /// <summary>The provider never exceeds it: hold exactly the bound.</summary>
    Hard,

    /// <summary>Seen to be exceeded a little: hold 1.25 times the bound.</summary>
    Observed,

    /// <summary>No bound: strict budgets refuse, guarded ones admit.</summary>
    Advisory,
}
