namespace Purser.Budgets;

/// <summary>A budget cannot be defined as asked; nothing was changed.</summary>
public sealed class BudgetInvalidException : Exception
{
    /// <summary>Lists every error.</summary>
    public BudgetInvalidException(IReadOnlyList<BudgetError> errors)
        : base(string.Join(Environment.NewLine, errors.Select(static e => $"{e.Key}: {e.Message}"))) => Errors = errors;

    /// <summary>States one error that belongs to no single key.</summary>
    public BudgetInvalidException(string message) : this([new BudgetError("name", message)])
    {
    }

    /// <summary>Without particulars.</summary>
    public BudgetInvalidException() : this("The budget is invalid.")
    {
    }

    /// <summary>States one error with its cause.</summary>
    public BudgetInvalidException(string message, Exception inner) : base(message, inner) => Errors = [new BudgetError("name", message)];

    /// <summary>All errors, in the order of the definition's keys.</summary>
    public IReadOnlyList<BudgetError> Errors { get; }
}
