namespace Purser.Server.Keys;

/// <summary>What became of a presented key.</summary>
public enum KeyVerdict
{
    /// <summary>It works.</summary>
    Valid,

    /// <summary>Not one of ours, or the secret is wrong.</summary>
    Unknown,

    /// <summary>It was revoked.</summary>
    Revoked,

    /// <summary>Its time is over.</summary>
    Expired,
}
