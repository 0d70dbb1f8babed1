namespace Purser.Dialects;

/// <summary>How one kind of usage object names its counts.</summary>
/// <remarks>
/// Paths are joined by <c>/</c> and relative to the usage object, or to the document when they begin with <c>/</c>.
/// <c>name/[key=VALUE]/count</c> adds up the elements of a list whose <c>key</c> is VALUE; <c>[+]</c> adds up all elements.
/// Where a field has several paths, the first that is present counts; they are never added.
/// </remarks>
public sealed record UsageShape
{
    /// <summary>Counts and their paths, the preferred path of a field first.</summary>
    public required IReadOnlyList<(string Path, UsageField Field)> Counts { get; init; }

    /// <summary>Facts other than counts, with paths of the same grammar.</summary>
    public IReadOnlyList<(string Path, FactKind Fact)> Facts { get; init; } = [];

    /// <summary>Whether the input count contains cache.</summary>
    public InputCounting Input { get; init; }

    /// <summary>Where reasoning stands.</summary>
    public ReasoningPlacement Reasoning { get; init; }

    /// <summary>Whether an absent output count means that there was none (embeddings, Gemini's blocked prompts).</summary>
    public bool OutputOptional { get; init; }

    /// <summary>Whether the object counts as this shape only when it states a total, which tells it from a look-alike.</summary>
    public bool NeedsTotal { get; init; }
}
