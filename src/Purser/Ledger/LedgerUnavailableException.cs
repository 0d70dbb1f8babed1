namespace Purser.Ledger;

/// <summary>The store refused or could not take a write in time (budgets R33: 503 <c>budget_store_unavailable</c>). Nothing of the batch was applied.</summary>
public sealed class LedgerUnavailableException : Exception
{
    /// <summary>Says what failed and what to do.</summary>
    public LedgerUnavailableException(string message) : base(message)
    {
    }

    /// <summary>Says what failed, with the store's own error.</summary>
    public LedgerUnavailableException(string message, Exception inner) : base(message, inner)
    {
    }

    /// <summary>Without particulars.</summary>
    public LedgerUnavailableException() : base("The ledger store is unavailable.")
    {
    }
}
