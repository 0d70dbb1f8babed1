namespace Purser.Sqlite.Reads;

/// <summary>Which local day a roll-up row counts for.</summary>
internal enum RollupPlace
{
    /// <summary>The day that its bucket lies in.</summary>
    Own,

    /// <summary>The day of its UTC day's noon.</summary>
    Noon,

    /// <summary>Its own, and no longer that of the noon, where a day's row has counted it.</summary>
    Moved,
}
