namespace Purser.Calls;

/// <summary>How tight and how careful bounds are (budgets R6–R8).</summary>
public sealed record BoundOptions
{
    /// <summary>Least output worth having, in tokens; 1 or more.</summary>
    /// <value>256 (R8).</value>
    public long MinFitOutput { get; init; } = 256;

    /// <summary>Whether tokens reported earlier for the very same beginning of a conversation may lower the input bound; such bounds are trusted as <c>observed</c> (R6).</summary>
    /// <value>True.</value>
    public bool PrefixMemo { get; init; } = true;

    /// <summary>Conversations remembered, 1 to 1,000,000; the least recently used are forgotten.</summary>
    /// <value>10,000.</value>
    public int PrefixMemoCapacity { get; init; } = 10_000;
}
