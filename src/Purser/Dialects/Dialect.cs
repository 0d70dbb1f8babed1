namespace Purser.Dialects;

/// <summary>One row a provider endpoint: how it asks, answers, ends and fails, and how far its limit can be trusted. Adding a provider is adding a row.</summary>
public sealed record Dialect
{
    /// <summary>The name of providers 3, which <c>purser meter</c> echoes as <c>provider</c>.</summary>
    public required string Name { get; init; }

    /// <summary>prices.json's spelling of the provider that speaks it by default.</summary>
    public required string Provider { get; init; }

    /// <summary>How a request is read and clamped; null for shapes that are only ever read back (frameworks, transcripts).</summary>
    public RequestFormat? Request { get; init; }

    /// <summary>Where usage stands, the preferred place first.</summary>
    public IReadOnlyList<UsageLocation> Usage { get; init; } = [];

    /// <summary>Paths of the model that answered, the preferred one first.</summary>
    public IReadOnlyList<string> ModelPaths { get; init; } = ["model"];

    /// <summary>Paths of the provider's id of the response, the preferred one first.</summary>
    public IReadOnlyList<string> IdPaths { get; init; } = ["id"];

    /// <summary>Stream events after which nothing follows: an event name, a <c>type</c>, or the whole data (<c>[DONE]</c>).</summary>
    public IReadOnlyList<string> TerminalEvents { get; init; } = [];

    /// <summary>Paths whose non-null, non-false value says that the answer is finished; without <see cref="TerminalEvents"/> it ends the stream.</summary>
    public IReadOnlyList<string> FinishPaths { get; init; } = [];

    /// <summary>Subtrees of a stream event that hold what the model produced; empty: the whole event counts.</summary>
    public IReadOnlyList<string> OutputPaths { get; init; } = [];

    /// <summary>Objects inside <see cref="OutputPaths"/> that the model wrote as JSON (tool arguments): their names and numbers are output too.</summary>
    public IReadOnlyList<string> StructuredOutputPaths { get; init; } = [];

    /// <summary>Whether a stream is one JSON document a line (NDJSON).</summary>
    public bool StreamsLines { get; init; }

    /// <summary>Whether a stream may come as AWS event-stream frames (<c>application/vnd.amazon.eventstream</c>).</summary>
    public bool StreamsFrames { get; init; }

    /// <summary>Headers that stand in when the body states no usage; null: none.</summary>
    public UsageHeaders? Headers { get; init; }

    /// <summary>A part of a model's name that marks it as inclusive of cache although the dialect is exclusive (OpenAI on Bedrock); null: none.</summary>
    public string? InclusiveModels { get; init; }

    /// <summary>Further facts and their paths.</summary>
    public IReadOnlyList<(string Path, FactKind Fact)> Facts { get; init; } = [];

    /// <summary>The file format, for local agent logs.</summary>
    public TranscriptFormat Transcript { get; init; }

    /// <summary>All rows, in the order of providers 3.</summary>
    public static IReadOnlyList<Dialect> All => DialectTable.Rows;

    /// <summary>The row of a name, compared to the letter; null when there is none.</summary>
    public static Dialect? Find(string name) => DialectTable.ByName.GetValueOrDefault(name);

    /// <summary>The row of a name that is known to exist.</summary>
    /// <exception cref="KeyNotFoundException">There is no such row.</exception>
    public static Dialect Get(string name) => DialectTable.ByName[name];
}
