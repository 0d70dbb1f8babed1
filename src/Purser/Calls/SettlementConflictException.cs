namespace Purser.Calls;

/// <summary>A reservation was settled with other values before, or given back (budgets R36: 409). Nothing was changed.</summary>
public sealed class SettlementConflictException : Exception
{
    /// <summary>Names the reservation.</summary>
    public SettlementConflictException(Guid requestId)
        : base($"Reservation {requestId} was settled before with other values, or released; what was recorded stays. Correct it with an adjustment.") =>
        RequestId = requestId;

    /// <summary>Without particulars.</summary>
    public SettlementConflictException()
    {
    }

    /// <summary>With a text of the caller's.</summary>
    public SettlementConflictException(string message) : base(message)
    {
    }

    /// <summary>With a text of the caller's and what caused it.</summary>
    public SettlementConflictException(string message, Exception inner) : base(message, inner)
    {
    }

    /// <summary>The reservation.</summary>
    public Guid RequestId { get; }
}
