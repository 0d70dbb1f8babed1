using System.Text.Json;
using Purser.Ledger;
using Purser.Server.Keys;

namespace Purser.Server.Api;

/// <summary>Virtual keys: made, listed without their secrets, revoked.</summary>
internal sealed class KeyOperations(ApiContext context)
{
    private const int LengthMax = 128;
    private const int TagsMax = 16;
    private static readonly string[] Headers = ["user", "session", "agent", "component", "tags"];

    public IEnumerable<ApiEndpoint> Endpoints() =>
    [
        new("POST", "/keys", KeyScopes.Admin, CreateAsync),
        new("GET", "/keys", KeyScopes.Admin, ListAsync),
        new("DELETE", "/keys/{id}", KeyScopes.Admin, RevokeAsync),
    ];

    private async ValueTask<ApiResponse> CreateAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var template = Template(request.Read(ApiJson.Default.KeyBody));
        var (key, text) = await context.Keys.CreateAsync(template, cancellationToken);
        return ApiResponse.Write(201, json => Write(json, key, text));
    }

    private ValueTask<ApiResponse> ListAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        request.Query.Check();
        return new(ApiResponse.Write(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("keys");
            foreach (var key in context.Keys.List())
                Write(json, key, null);
            json.WriteEndArray();
            json.WriteEndObject();
        }));
    }

    private async ValueTask<ApiResponse> RevokeAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        request.Query.Check();
        var id = request.Route["id"];
        var key = await context.Keys.RevokeAsync(id, cancellationToken) ?? throw new ApiProblemException(ApiProblem.NotFound($"There is no key '{id}'."));
        return ApiResponse.Write(200, json => Write(json, key, null));
    }

    private VirtualKey Template(KeyBody body)
    {
        var errors = new List<ApiError>();
        var scopes = KeyScopes.None;
        foreach (var name in body.Scopes ?? ["gateway"])
        {
            if (KeyScopeNames.Parse(name) is { } scope)
                scopes |= scope;
            else
                errors.Add(new("scopes", $"'{name}' is no scope; use {KeyScopeNames.All}.", "ENUM_ERROR"));
        }

        if (scopes == KeyScopes.None && errors.Count == 0)
            errors.Add(new("scopes", "At least one is needed.", "REQUIRED"));
        errors.AddRange((body.AllowedHeaders ?? []).Where(h => !Headers.Contains(h)).Select(h => new ApiError("allowed_headers", $"'{h}' must be one of {string.Join(", ", Headers)}.", "ENUM_ERROR")));
        if (body.ExpiresAt <= context.Purser.Clock.GetUtcNow())
            errors.Add(new("expires_at", "Must lie in the future.", "RANGE_ERROR"));
        CheckTexts(body, errors);
        if (errors.Count > 0)
            throw new ApiProblemException(ApiProblem.Validation("The key is not valid.", [.. errors]));
        return new VirtualKey
        {
            Id = "",
            Hash = "",
            CreatedAt = default,
            Name = body.Name!,
            Scopes = scopes,
            Tenant = body.Tenant ?? CallAttributes.DefaultTenant,
            Team = body.Team,
            User = body.User,
            Tags = body.Tags ?? [],
            AllowedHeaders = body.AllowedHeaders,
            ExpiresAt = body.ExpiresAt?.ToUniversalTime(),
        };
    }

    private static void CheckTexts(KeyBody body, List<ApiError> errors)
    {
        if (string.IsNullOrWhiteSpace(body.Name))
            errors.Add(new("name", "Is required.", "REQUIRED"));
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("name", body.Name), ("tenant", body.Tenant), ("team", body.Team), ("user", body.User)])
        {
            if (value is { Length: > LengthMax } || value?.Any(char.IsControl) == true || (name != "name" && value is { Length: 0 }))
                errors.Add(new(name, $"Must be 1 to {LengthMax} characters without control characters.", "RANGE_ERROR"));
        }

        if (body.Tags is { Count: > TagsMax } || body.Tags?.Any(t => t.Key.Length is 0 or > LengthMax || t.Value is null or { Length: > LengthMax }) == true)
            errors.Add(new("tags", $"At most {TagsMax}, each name and value at most {LengthMax} characters.", "RANGE_ERROR"));
    }

    private void Write(Utf8JsonWriter json, VirtualKey key, string? text)
    {
        json.WriteStartObject();
        json.WriteString("id", key.Id);
        if (text is not null)
            json.WriteString("key", text);
        json.WriteString("name", key.Name);
        json.WriteStartArray("scopes");
        foreach (var scope in KeyScopeNames.Names(key.Scopes))
            json.WriteStringValue(scope);
        json.WriteEndArray();
        json.WriteString("tenant", key.Tenant);
        json.WriteString("team", key.Team);
        json.WriteString("user", key.User);
        AttributesJson.WriteMap(json, "tags", key.Tags);
        if (key.AllowedHeaders is { } allowed)
        {
            json.WriteStartArray("allowed_headers");
            foreach (var header in allowed)
                json.WriteStringValue(header);
            json.WriteEndArray();
        }

        json.WriteString("created_at", key.CreatedAt.UtcDateTime);
        ReservationJson.WriteInstant(json, "expires_at", key.ExpiresAt);
        ReservationJson.WriteInstant(json, "revoked_at", key.RevokedAt);
        json.WriteBoolean("active", key.IsActive(context.Purser.Clock.GetUtcNow()));
        json.WriteEndObject();
    }
}
