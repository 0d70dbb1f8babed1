using Purser.Ledger;

namespace Purser.Sqlite;

/// <summary>Where an embedded ledger lies and when it acknowledges.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>Name of the ledger's file within a data directory.</summary>
    public const string FileName = "ledger.db";

    /// <summary>The data directory; the file is <see cref="FileName"/> in it. Either this or <see cref="FilePath"/>.</summary>
    public string? Directory { get; init; }

    /// <summary>The file itself.</summary>
    public string? FilePath { get; init; }

    /// <summary>When a commit is acknowledged; default <see cref="Durability.Process"/>.</summary>
    public Durability Durability { get; init; } = Durability.Process;

    /// <summary>The clock of flushes and backups; default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>This node's name in (node, sequence); default <c>local</c>.</summary>
    public string Node { get; init; } = "local";

    /// <summary>Longest a single read may take; default 30 s.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Most reads at once; default 4. Others wait.</summary>
    public int MaxReaders { get; init; } = 4;

    /// <summary>Age at which the last good copy is renewed: while the ledger is open (looked at once such an age, at least daily), at a clean shutdown, or by <see cref="SqliteLedgerStore.BackupAsync"/>; default a day.</summary>
    public TimeSpan BackupAge { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Most bytes of the main file, for quotas; null: no bound. Beyond it writes are refused as on a full disk.</summary>
    public long? MaxFileBytes { get; init; }

    internal string Path => FilePath ?? System.IO.Path.Combine(
        Directory ?? throw new ArgumentException("State Directory or FilePath of the ledger."), FileName);
}
