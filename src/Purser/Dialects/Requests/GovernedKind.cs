namespace Purser.Dialects.Requests;

/// <summary>What a governed member means to the gate.</summary>
internal enum GovernedKind
{
    Container,
    StreamOptions,
    Model,
    Stream,
    IncludeUsage,
    Limit,
    Count,
    Thinking,
    ServiceTier,
    InferenceGeo,
    Speed,
    User,
    Modalities,
    Items,
    Scanned,
    Tools,
    Prompt,
    Reference,
    Background,
    ServerTools,
    CacheControl,
}
