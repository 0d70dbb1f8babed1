namespace Purser.Sqlite;

/// <summary>What <c>purser db status</c> shows of one database.</summary>
/// <param name="Current">The schema's version; 0 for an empty database.</param>
/// <param name="Latest">The newest version that this program knows.</param>
/// <param name="Pending">Names of the migrations still to be applied, in order.</param>
/// <param name="EngineVersion">The SQLite library that is loaded.</param>
public sealed record SchemaStatus(int Current, int Latest, IReadOnlyList<string> Pending, string EngineVersion)
{
    /// <summary>Whether the database was written by a newer program and is refused.</summary>
    public bool IsNewer => Current > Latest;
}
