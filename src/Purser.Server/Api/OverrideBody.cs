namespace Purser.Server.Api;

/// <summary>Body of <c>POST /budgets/{name}/override</c>.</summary>
internal sealed record OverrideBody
{
    /// <summary>How much more: <c>5usd</c>.</summary>
    public string? By { get; init; }

    /// <summary>Until when; null: the end of the window in force.</summary>
    public DateTimeOffset? Until { get; init; }

    public string? Reason { get; init; }
}
