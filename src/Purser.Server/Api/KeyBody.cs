namespace Purser.Server.Api;

/// <summary>Body of <c>POST /keys</c>.</summary>
internal sealed record KeyBody
{
    public string? Name { get; init; }

    /// <summary>Null: gateway alone.</summary>
    public List<string>? Scopes { get; init; }

    public string? Tenant { get; init; }

    public string? Team { get; init; }

    public string? User { get; init; }

    public Dictionary<string, string>? Tags { get; init; }

    /// <summary>Which of <c>user session agent component tags</c> its holder may set; null: all.</summary>
    public List<string>? AllowedHeaders { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
}
