using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Purser.Server.Api;

/// <summary>What a handler sees of a call.</summary>
public sealed record ApiRequest
{
    /// <summary>Values of the template's placeholders, decoded.</summary>
    public required IReadOnlyDictionary<string, string> Route { get; init; }

    /// <summary>The query.</summary>
    public required ApiQuery Query { get; init; }

    /// <summary>UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Who calls; already checked against the endpoint's scope.</summary>
    public required ApiCaller Caller { get; init; }

    /// <summary>The body as <typeparamref name="T"/>.</summary>
    /// <exception cref="ApiProblemException">400: no body, no JSON, an unknown member or a wrong type.</exception>
    internal T Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        if (Body.IsEmpty)
            throw new ApiProblemException(ApiProblem.Validation("The body is missing.", new ApiError("body", "A JSON object is required.", "REQUIRED")));
        try
        {
            return JsonSerializer.Deserialize(Body.Span, type)
                ?? throw new ApiProblemException(ApiProblem.Validation("The body is null.", new ApiError("body", "A JSON object is required.", "REQUIRED")));
        }
        catch (JsonException e)
        {
            throw new ApiProblemException(ApiProblem.Validation("The body could not be read.", new ApiError(Field(e), Explain(e), "FORMAT_ERROR")));
        }
    }

    private static string Field(JsonException e) => e.Path is null or "$" ? "body" : e.Path.StartsWith("$.", StringComparison.Ordinal) ? e.Path[2..] : e.Path;

    // The serializer's own text may quote .NET type names; the place is what the caller needs.
    private static string Explain(JsonException e) =>
        e.Message.Contains("could not be mapped", StringComparison.Ordinal)
            ? "There is no such member."
            : $"Not valid here (line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1}): malformed, of another type, or a required member is missing.";
}
