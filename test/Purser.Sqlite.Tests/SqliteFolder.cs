namespace Purser.Sqlite.Tests;

/// <summary>A directory for one test, removed afterwards.</summary>
internal sealed class SqliteFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("purser-sqlite-").FullName;

    public SqliteStoreOptions Options => new() { Directory = Path };

    public ValueTask<SqliteLedgerStore> OpenAsync() => SqliteLedgerStore.OpenAsync(Options, TestContext.Current.CancellationToken);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
