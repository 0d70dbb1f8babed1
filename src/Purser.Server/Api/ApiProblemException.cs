namespace Purser.Server.Api;

/// <summary>Ends a handler with a problem.</summary>
public sealed class ApiProblemException : Exception
{
    /// <summary>Ends it with this one.</summary>
    public ApiProblemException(ApiProblem problem) : base(problem?.Detail ?? problem?.Title) => Problem = problem!;

    /// <summary>The answer.</summary>
    public ApiProblem Problem { get; }
}
