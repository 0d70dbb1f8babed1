namespace Purser.Server.Api;

/// <summary>Body of <c>POST /reservations</c>.</summary>
internal sealed record ReservationBody
{
    public ContextBody? Context { get; init; }

    public HoldBody? Hold { get; init; }

    public string? IdempotencyKey { get; init; }

    /// <summary>How long the hold lasts without being extended, seconds.</summary>
    public int? TtlSeconds { get; init; }
}
