namespace Purser.Ledger;

/// <summary>The attributes of a call, as a set.</summary>
[Flags]
public enum AttributeNames
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary><see cref="CallAttributes.Tenant"/></summary>
    Tenant = 1 << 0,

    /// <summary><see cref="CallAttributes.Team"/></summary>
    Team = 1 << 1,

    /// <summary><see cref="CallAttributes.User"/></summary>
    User = 1 << 2,

    /// <summary><see cref="CallAttributes.KeyId"/></summary>
    Key = 1 << 3,

    /// <summary><see cref="CallAttributes.Agent"/></summary>
    Agent = 1 << 4,

    /// <summary><see cref="CallAttributes.Session"/></summary>
    Session = 1 << 5,

    /// <summary><see cref="CallAttributes.Component"/></summary>
    Component = 1 << 6,

    /// <summary><see cref="CallAttributes.Provider"/></summary>
    Provider = 1 << 7,

    /// <summary><see cref="CallAttributes.Model"/></summary>
    Model = 1 << 8,

    /// <summary><see cref="CallAttributes.Tags"/></summary>
    Tags = 1 << 9,
}
