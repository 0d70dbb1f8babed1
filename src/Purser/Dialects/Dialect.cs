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
}
