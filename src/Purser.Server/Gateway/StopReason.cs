namespace Purser.Server.Gateway;

/// <summary>Why an upstream exchange was stopped by us.</summary>
internal enum StopReason
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>No answer in time.</summary>
    FirstByte,

    /// <summary>The answer stood still.</summary>
    Idle,

    /// <summary>The whole call took too long.</summary>
    Total,

    /// <summary>The client left and the drain time is over.</summary>
    ClientGone,
}
