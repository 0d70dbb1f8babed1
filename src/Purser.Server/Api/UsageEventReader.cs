using Purser.Ledger;
using Purser.Pricing;

namespace Purser.Server.Api;

/// <summary>Makes a ledger event of what a caller reports; what it cost is for the flow of calls to say.</summary>
internal static class UsageEventReader
{
    private static readonly TimeSpan DurationMax = TimeSpan.FromDays(7);

    /// <exception cref="ApiProblemException">400 with every error, 403 for values that the key does not allow.</exception>
    public static UsageEvent Read(UsageEventBody body, ApiCaller caller, DateTimeOffset now)
    {
        var attributes = CallerAttributesReader.Read(caller, Context(body));
        var errors = new List<ApiError>();
        var usage = body.Usage is { } stated ? SettleOutcome.Usage(stated, errors) : (Tokens.TokenUsage?)null;
        var status = Word(body.Status, "status", usage is null ? EventStatus.Unmetered : EventStatus.Ok, errors);
        var source = Word(body.Source, "source", UsageSource.Library, errors);
        if (source == UsageSource.Gateway)
            errors.Add(new("source", "Must be one of library, otlp, import: only the gateway itself records as gateway.", "ENUM_ERROR"));
        if (body.Provider is null)
            errors.Add(new("provider", "Is required.", "REQUIRED"));
        Check(body, errors);
        if (errors.Count > 0)
            throw new ApiProblemException(ApiProblem.Validation("The event is not valid.", [.. errors]));
        var completed = body.CompletedAt ?? body.AdmittedAt ?? now;
        return new UsageEvent
        {
            Id = Guid.CreateVersion7(now),
            RequestId = body.RequestId ?? Guid.CreateVersion7(now),
            Attempt = body.Attempt ?? 1,
            AdmittedAt = (body.AdmittedAt ?? completed).ToUniversalTime(),
            CompletedAt = completed.ToUniversalTime(),
            Attributes = attributes,
            Dialect = body.Dialect,
            Status = status,
            Usage = usage,
            ProviderCost = body.ProviderCostUsd is { } usd ? NanoUsd.FromUsd(usd) : null,
            Duration = Milliseconds(body.DurationMs),
            TimeToFirstToken = Milliseconds(body.TimeToFirstTokenMs),
            Source = source,
            HttpStatus = body.HttpStatus,
            ResponseId = body.ResponseId,
            CorrelationId = body.CorrelationId,
            OperationId = body.OperationId,
            TraceId = body.TraceId,
            SpanId = body.SpanId,
        };
    }

    private static ContextBody Context(UsageEventBody body) => new()
    {
        User = body.User,
        Session = body.Session,
        Agent = body.Agent,
        Component = body.Component,
        Provider = body.Provider,
        Model = body.Model,
        Tags = body.Tags,
    };

    private static void Check(UsageEventBody body, List<ApiError> errors)
    {
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("idempotency_key", body.IdempotencyKey), ("dialect", body.Dialect), ("response_id", body.ResponseId),
            ("correlation_id", body.CorrelationId), ("operation_id", body.OperationId), ("trace_id", body.TraceId), ("span_id", body.SpanId)])
        {
            if (value is { Length: 0 or > 256 })
                errors.Add(new(name, "Must be 1 to 256 characters.", "RANGE_ERROR"));
        }

        if (body.Attempt is < 1 or > 1000)
            errors.Add(new("attempt", "Must be from 1 to 1000.", "RANGE_ERROR"));
        if (body.ProviderCostUsd is < 0 or > 1_000_000_000)
            errors.Add(new("provider_cost_usd", "Must be from 0 to 1000000000.", "RANGE_ERROR"));
        if (body.DurationMs < 0 || body.DurationMs > DurationMax.TotalMilliseconds)
            errors.Add(new("duration_ms", "Must be from 0 to 7 days.", "RANGE_ERROR"));
        if (body.TimeToFirstTokenMs < 0 || body.TimeToFirstTokenMs > DurationMax.TotalMilliseconds)
            errors.Add(new("time_to_first_token_ms", "Must be from 0 to 7 days.", "RANGE_ERROR"));
        if (body.HttpStatus is < 100 or > 599)
            errors.Add(new("http_status", "Must be from 100 to 599.", "RANGE_ERROR"));
        if (body.CompletedAt < body.AdmittedAt)
            errors.Add(new("completed_at", "Must not lie before admitted_at.", "RANGE_ERROR"));
    }

    private static T Word<T>(string? text, string name, T absent, List<ApiError> errors)
        where T : struct, Enum
    {
        if (text is null)
            return absent;
        if (char.IsAsciiLetter(text.FirstOrDefault()) && Enum.TryParse<T>(text, ignoreCase: true, out var value))
            return value;
        errors.Add(new(name, $"Must be one of {string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))}.", "ENUM_ERROR"));
        return absent;
    }

    private static TimeSpan? Milliseconds(long? value) => value is { } ms ? TimeSpan.FromMilliseconds(ms) : null;
}
