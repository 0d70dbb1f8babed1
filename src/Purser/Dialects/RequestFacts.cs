namespace Purser.Dialects;

/// <summary>What a request body says about the cost it can cause; read once, before anything is sent (budgets R5–R8).</summary>
public sealed record RequestFacts
{
    /// <summary>The model asked for; null when neither body nor path names one.</summary>
    public string? Model { get; init; }

    /// <summary>Length of the decompressed UTF-8 body in bytes: an upper bound of its text's tokens (R6).</summary>
    public required long BodyBytes { get; init; }

    /// <summary>Bytes of inline binary content (base64 images, audio, documents), part of <see cref="BodyBytes"/>.</summary>
    public long BinaryBytes { get; init; }

    /// <summary>Messages or content items, each of which adds envelope tokens.</summary>
    public int Messages { get; init; }

    /// <summary>Tool definitions, each of which adds envelope tokens.</summary>
    public int Tools { get; init; }

    /// <summary>Inline images, part of <see cref="MediaItems"/>: a provider's formula bounds each.</summary>
    public int Images { get; init; }

    /// <summary>Whether audio is sent or asked for.</summary>
    public bool Audio { get; init; }

    /// <summary>Images, audio clips and documents whose tokens the byte count does not bound.</summary>
    public int MediaItems { get; init; }

    /// <summary>The output maximum that the caller asked for; null when absent.</summary>
    public long? OutputLimit { get; init; }

    /// <summary>Thinking tokens that the caller budgeted inside the output; 0 when absent.</summary>
    public long ThinkingBudget { get; init; }

    /// <summary>How many answers were asked for (n, best_of, candidateCount); at least 1.</summary>
    public int Choices { get; init; } = 1;

    /// <summary>Whether the answer is streamed.</summary>
    public bool Stream { get; init; }

    /// <summary>Whether a streaming caller asked for the usage chunk itself.</summary>
    public bool IncludeUsage { get; init; }

    /// <summary>Whether the body asks for cache writes.</summary>
    public bool WritesCache { get; init; }

    /// <summary>The service tier asked for; null when absent.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>The inference geography asked for; null when absent.</summary>
    public string? InferenceGeo { get; init; }

    /// <summary>The speed mode asked for; null when absent.</summary>
    public string? Speed { get; init; }

    /// <summary>The end user that the body itself names (<c>user</c>, <c>metadata.user_id</c>); null when absent.</summary>
    public string? User { get; init; }

    /// <summary>Capped server-tool uses (web search), each priced apart.</summary>
    public int ServerToolUses { get; init; }

    /// <summary>Why the input cannot be bounded (file id, previous_response_id, …); null when it can.</summary>
    public string? Unboundable { get; init; }

    /// <summary>Where the governed values stand in the body; null for facts that were not read from one. <see cref="RequestEdits"/> needs it.</summary>
    public RequestLayout? Layout { get; init; }
}
