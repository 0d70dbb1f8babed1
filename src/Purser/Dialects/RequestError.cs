namespace Purser.Dialects;

/// <summary>Why a request body cannot be gated; the caller is answered with a 400 (budgets R13).</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Path">The dotted path of the member at fault; empty for the body as a whole.</param>
/// <param name="Message">What is wrong, in a sentence for the caller; carries no content of the body but the member's name.</param>
public sealed record RequestError(RequestErrorKind Kind, string Path, string Message);
