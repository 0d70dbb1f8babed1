namespace Purser.Dialects;

/// <summary>A request body that cannot be gated (budgets R13).</summary>
public sealed class InvalidRequestException(RequestError error) : Exception(error.Message)
{
    /// <summary>What is wrong.</summary>
    public RequestError Error { get; } = error;
}
