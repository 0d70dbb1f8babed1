namespace Purser.Dialects;

/// <summary>What a member of a response says, other than a count.</summary>
public enum FactKind
{
    /// <summary>The model that answered.</summary>
    Model,

    /// <summary>The provider's id of the response.</summary>
    Id,

    /// <summary>An error object or text.</summary>
    Error,

    /// <summary>A text that only an error has at this place (<c>message</c> of Bedrock, Cohere, Mistral).</summary>
    ErrorText,

    /// <summary>The kind of the event (<c>message_stop</c>) or document (<c>error</c>).</summary>
    Type,

    /// <summary>A marker of an embedding answer, which has no output by design.</summary>
    Embedding,

    /// <summary>A marker that the answer is finished (finish reason, <c>done</c>).</summary>
    Finish,

    /// <summary>The list of choices; a usage chunk has none.</summary>
    Choices,

    /// <summary>The service tier.</summary>
    ServiceTier,

    /// <summary>The region of inference.</summary>
    InferenceGeo,

    /// <summary>The speed mode.</summary>
    Speed,

    /// <summary>The cost in USD that the provider states.</summary>
    CostUsd,

    /// <summary>The cost that the provider states, in units of 10^-10 USD (xAI).</summary>
    CostTicks,

    /// <summary>A marker that input is exclusive of cache unless <see cref="InclusiveMark"/> is there too (Vercel AI SDK).</summary>
    ExclusiveMark,

    /// <summary>A marker that input is inclusive of cache (Vercel AI SDK 6).</summary>
    InclusiveMark,

    /// <summary>The iterations of one call (Anthropic beta).</summary>
    Iterations,

    /// <summary>The id of the request that a transcript's line belongs to.</summary>
    RequestId,

    /// <summary>The session of a transcript's line.</summary>
    SessionId,

    /// <summary>The instant of a transcript's line, ISO 8601.</summary>
    Timestamp,

    /// <summary>A marker that a line belongs to a side conversation (Claude Code).</summary>
    Sidechain,

    /// <summary>A marker that a session continues another one (Codex).</summary>
    Fork,

    /// <summary>A member whose mere presence tells dialects apart.</summary>
    Mark,
}
