namespace Purser.Server.Api;

internal sealed record ContextBody
{
    public string? User { get; init; }

    public string? Session { get; init; }

    public string? Agent { get; init; }

    public string? Component { get; init; }

    public string? Provider { get; init; }

    public string? Model { get; init; }

    public Dictionary<string, string>? Tags { get; init; }
}
