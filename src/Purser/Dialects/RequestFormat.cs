namespace Purser.Dialects;

/// <summary>How requests of a dialect state their model, limits and content, and how their refusals look (budgets R5–R10).</summary>
public sealed record RequestFormat
{
    /// <summary>Paths (dotted) that state the output maximum, of those present the largest counts: <c>max_completion_tokens</c>, <c>max_tokens</c>.</summary>
    public required IReadOnlyList<string> LimitFields { get; init; }

    /// <summary>The path that is written when none is present.</summary>
    public required string LimitFieldToWrite { get; init; }

    /// <summary>Paths that multiply the answers: <c>n</c>, <c>best_of</c>.</summary>
    public IReadOnlyList<string> CountFields { get; init; } = [];

    /// <summary>The path of a thinking budget inside the output; null: the dialect has none.</summary>
    public string? ThinkingField { get; init; }

    /// <summary>Whether the service takes snake_case and lowerCamelCase spellings of the same field (protobuf JSON).</summary>
    public bool EitherCase { get; init; }

    /// <summary>Whether answers have output tokens at all; false for embeddings.</summary>
    public bool HasOutput { get; init; } = true;

    /// <summary>The provider's default output maximum when the model's own is unknown and no limit is sent, in tokens.</summary>
    public long DefaultOutputLimit { get; init; } = 4096;

    /// <summary>Whether a stream states usage only when <c>stream_options.include_usage</c> is sent.</summary>
    public bool NeedsIncludeUsage { get; init; }

    /// <summary>How far the limit can be trusted where no model family says otherwise (R7b).</summary>
    public BoundTrust Trust { get; init; } = BoundTrust.Hard;

    /// <summary>Whether output that is never sent (reasoning) may be billed.</summary>
    public bool HiddenOutput { get; init; }

    /// <summary>The shape of errors.</summary>
    public ErrorShape Errors { get; init; } = ErrorShape.OpenAi;
}
