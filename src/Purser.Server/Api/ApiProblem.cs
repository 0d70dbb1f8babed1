using System.Text.Json;

namespace Purser.Server.Api;

/// <summary>A failure as RFC 9457 has it (sigil 6.1).</summary>
public sealed record ApiProblem
{
    /// <summary>What <see cref="Type"/> is appended to on the wire.</summary>
    public const string TypeBase = "urn:purser:problem:";

    /// <summary>HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>The stable suffix of the type: <c>validation-error</c>, <c>not-found</c>, <c>budget-exceeded</c>, …</summary>
    public required string Type { get; init; }

    /// <summary>The kind of problem, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>This occurrence, and what to do; null when the title says it all.</summary>
    public string? Detail { get; init; }

    /// <summary>The word that programs switch on, where a specification names one (<c>budget_exceeded</c>, <c>in_progress</c>); null: none.</summary>
    public string? Code { get; init; }

    /// <summary>Everything that is wrong with the request; empty unless it is a validation error.</summary>
    public IReadOnlyList<ApiError> Errors { get; init; } = [];

    /// <summary>Seconds for <c>Retry-After</c>; null: the header is not sent.</summary>
    public long? RetryAfterSeconds { get; init; }

    /// <summary>Writes extension members; null: none.</summary>
    internal Action<Utf8JsonWriter>? Extensions { get; init; }

    /// <summary>400 with every error at once.</summary>
    public static ApiProblem Validation(string detail, params IReadOnlyList<ApiError> errors) =>
        new() { Status = 400, Type = "validation-error", Title = "The request is not valid", Detail = detail, Errors = errors };

    /// <summary>404.</summary>
    public static ApiProblem NotFound(string detail) => new() { Status = 404, Type = "not-found", Title = "Not found", Detail = detail };

    /// <summary>401.</summary>
    public static ApiProblem Unauthorized(string detail) => new() { Status = 401, Type = "unauthorized", Title = "A key is needed", Detail = detail };

    /// <summary>403.</summary>
    public static ApiProblem Forbidden(string detail) => new() { Status = 403, Type = "forbidden", Title = "Not allowed", Detail = detail };

    /// <summary>409.</summary>
    public static ApiProblem Conflict(string type, string code, string detail) =>
        new() { Status = 409, Type = type, Title = "Conflict", Code = code, Detail = detail };

    /// <summary>The answer that says it.</summary>
    public ApiResponse ToResponse() => ApiResponse.Write(Status, Write) with
    {
        ContentType = "application/problem+json",
        RetryAfterSeconds = RetryAfterSeconds,
    };

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", TypeBase + Type);
        json.WriteString("title", Title);
        json.WriteNumber("status", Status);
        if (Detail is not null)
            json.WriteString("detail", Detail);
        if (Code is not null)
            json.WriteString("code", Code);
        if (Errors.Count > 0)
            WriteErrors(json);
        Extensions?.Invoke(json);
        json.WriteEndObject();
    }

    private void WriteErrors(Utf8JsonWriter json)
    {
        json.WriteStartArray("errors");
        foreach (var error in Errors)
        {
            json.WriteStartObject();
            json.WriteString("field", error.Field);
            json.WriteString("message", error.Message);
            json.WriteString("code", error.Code);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
