namespace Purser.Ledger;

/// <summary>The kinds of ledger entries; stored by number, spelled on the wire in snake_case.</summary>
public enum EntryKind
{
    /// <summary>A reservation was admitted (R14).</summary>
    Hold = 1,

    /// <summary>A hold's expiry moved (heartbeat of a stream).</summary>
    Extend = 2,

    /// <summary>A hold became a charge (R15, R17).</summary>
    Settle = 3,

    /// <summary>A hold was given back (R16).</summary>
    Release = 4,

    /// <summary>A hold ran out and was charged or observed (R31).</summary>
    Expire = 5,

    /// <summary>A correction of an earlier charge (R18).</summary>
    Adjust = 6,

    /// <summary>Usage without a hold: unbudgeted or only observed.</summary>
    Usage = 7,

    /// <summary>An actual amount above its hold (R19).</summary>
    Overrun = 8,

    /// <summary>A call was refused (R10).</summary>
    Refuse = 9,

    /// <summary>An audit budget would have refused (R30).</summary>
    WouldBlock = 10,

    /// <summary>A first-use window or session opened (R23).</summary>
    Open = 11,

    /// <summary>A limit was raised for a while (R4).</summary>
    Override = 12,

    /// <summary>A threshold was crossed (R28).</summary>
    Threshold = 13,

    /// <summary>A budget, key or price was created, changed or removed.</summary>
    Change = 14,
}
