namespace Purser.Server.Keys;

/// <summary>What the holder of a key may do. Wire names are lower-case.</summary>
[Flags]
public enum KeyScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Make model calls: through the gateway, or by reserving and settling.</summary>
    Gateway = 1 << 0,

    /// <summary>Report usage that happened elsewhere.</summary>
    Ingest = 1 << 1,

    /// <summary>Read reports, budgets, prices and sessions.</summary>
    Viewer = 1 << 2,

    /// <summary>Change budgets and prices, settle and release for others; includes <see cref="Viewer"/>, <see cref="Ingest"/> and <see cref="Gateway"/>.</summary>
    Operator = 1 << 3,

    /// <summary>Everything, keys included.</summary>
    Admin = 1 << 4,
}
