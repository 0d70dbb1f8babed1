using Microsoft.Extensions.DependencyInjection;
using Purser.Calls;
using Purser.Ledger;
using Purser.Ledger.Spooling;
using Purser.Sqlite.Attaching;

namespace Purser.Sqlite;

/// <summary>Keeps a library's ledger in a data directory.</summary>
public static class SqlitePurserExtensions
{
    /// <summary>
    /// The process owns the directory when it is free, and serves no HTTP; when a server has it, calls go through that server, and what it cannot take now waits in a spool
    /// of this process (design 5). When another library has it, opening fails with <see cref="DataDirectoryOwnedException"/>.
    /// </summary>
    /// <param name="builder">What <c>AddPurser</c> answered.</param>
    /// <param name="directory">The data directory; created when absent.</param>
    /// <param name="durability">When a commit is acknowledged (budgets R31).</param>
    public static PurserBuilder UseSqlite(this PurserBuilder builder, string directory, Durability durability = Durability.Process)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure<PurserOptions>(options => options.UseSqlite(directory, durability));
        return builder;
    }

    /// <summary>The same for options that no container holds. One service at a time may be opened with them.</summary>
    public static PurserOptions UseSqlite(this PurserOptions options, string directory, Durability durability = Durability.Process)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(directory);
        DataDirectory? owned = null;
        SegmentSpool? spool = null;
        options.OpenOwner = _ =>
        {
            owned = DataDirectory.TryOwn(directory, null, null, options.Clock);
            return new ValueTask<ICallOwner?>(owned is null ? OwnerClient.Open(directory, options.Clock) : null);
        };
        options.OpenStore = async stop => await SqliteLedgerStore.OpenAsync(new() { Directory = owned!.Path, Durability = durability, TimeProvider = options.Clock }, stop).ConfigureAwait(false);
        options.OpenWriter = store =>
        {
            spool = new SegmentSpool(new SegmentSpoolOptions { Directory = Path.Combine(owned!.Path, "spool") });
            return new LedgerWriter(store, new() { Spool = spool, TimeProvider = options.Clock });
        };
        options.OnClosed = () =>
        {
            spool?.Dispose();
            owned?.Dispose();
            (spool, owned) = (null, null);
        };
        return options;
    }
}
