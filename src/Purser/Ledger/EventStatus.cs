namespace Purser.Ledger;

/// <summary>How well a usage event is known. Wire names: <c>ok partial estimated unmetered error</c>.</summary>
public enum EventStatus
{
    /// <summary>All base counts are known.</summary>
    Ok,

    /// <summary>A vector with a missing base count.</summary>
    Partial,

    /// <summary>The call ended without final usage; the charge is R17's estimate.</summary>
    Estimated,

    /// <summary>A call that succeeded without stating usage: no vector, no cost.</summary>
    Unmetered,

    /// <summary>The provider failed the call.</summary>
    Error,
}
