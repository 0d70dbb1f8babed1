namespace Purser.Calls;

/// <summary>What became of a reported usage event (budgets R37).</summary>
public enum RecordOutcome
{
    /// <summary>It was appended.</summary>
    Recorded,

    /// <summary>It was appended and the record of a lower source was reversed.</summary>
    Replaced,

    /// <summary>A record of the same call from the same or a higher source is there already; nothing changed.</summary>
    Joined,

    /// <summary>The same idempotency key was reported before with the same content; nothing changed.</summary>
    Repeated,

    /// <summary>The idempotency key was reported before with other content; nothing changed.</summary>
    KeyReused,

    /// <summary>It claims to lie more than five minutes ahead; nothing changed.</summary>
    TooFarAhead,
}
