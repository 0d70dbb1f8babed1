namespace Purser.Cli.Api;

/// <summary>Which ledger a command speaks to: a server from afar, or a data directory (through its owner when one runs).</summary>
/// <param name="Data">Data directory; null: the user's data folder.</param>
/// <param name="Store"><c>sqlite:FILE</c>; null: the data directory's own.</param>
/// <param name="Server">A running server's address; null: none.</param>
/// <param name="Key">The key for <paramref name="Server"/>; null: none.</param>
internal sealed record ConnectionChoice(string? Data, string? Store, Uri? Server, string? Key);
