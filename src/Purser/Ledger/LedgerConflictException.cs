namespace Purser.Ledger;

/// <summary>
/// The batch itself cannot be applied, however often it is tried: it changes an older version of a document, or a sum would leave Int64.
/// Nothing of it was applied; other batches are not at fault.
/// </summary>
public sealed class LedgerConflictException : Exception
{
    /// <summary>Says what contradicts what.</summary>
    public LedgerConflictException(string message) : base(message)
    {
    }

    /// <summary>Says what contradicts what, with the cause.</summary>
    public LedgerConflictException(string message, Exception inner) : base(message, inner)
    {
    }

    /// <summary>Without particulars.</summary>
    public LedgerConflictException() : base("The batch contradicts what the ledger holds.")
    {
    }

    internal static LedgerConflictException TooLate(DocumentChange change, long current) => new(
        $"The {change.Kind} '{change.Id}' is at version {current}; a change to version {change.Version} comes too late. Read it again and repeat the change.");
}
