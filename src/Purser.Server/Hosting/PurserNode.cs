using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Purser.Ledger;
using Purser.Ledger.Spooling;
using Purser.Server.Api;
using Purser.Server.Configuration;
using Purser.Server.Keys;
using Purser.Sqlite;

namespace Purser.Server.Hosting;

/// <summary>
/// The owner of one data directory: its lock, ledger, rooms, keys and API. The server puts HTTP before it, the command line calls it in process.
/// Disposing it commits, checkpoints and gives the directory back.
/// </summary>
public sealed class PurserNode : IAsyncDisposable
{
    private const string SpoolDirectory = "spool";
    private readonly DataDirectory _directory;
    private readonly SegmentSpool _spool;

    private PurserNode(PurserConfiguration configuration, DataDirectory directory, SegmentSpool spool, PurserService purser, SqliteLedgerStore store, ILoggerFactory loggers)
    {
        _directory = directory;
        _spool = spool;
        Purser = purser;
        Keys = new KeyRing(purser.Loaded.Documents, CommitAsync, purser.Clock);
        var context = new ApiContext
        {
            Purser = purser,
            Keys = Keys,
            Configuration = configuration,
            StartedAt = purser.Clock.GetUtcNow(),
            Store = () => Facts(configuration, store, purser.Writer),
        };
        Api = new ApiTable(ApiOperations.All(context), loggers.CreateLogger<ApiTable>());
        BootToken = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
    }

    /// <summary>The joined rooms.</summary>
    public PurserService Purser { get; }

    /// <summary>The virtual keys.</summary>
    public KeyRing Keys { get; }

    /// <summary>The operations.</summary>
    public ApiTable Api { get; }

    /// <summary>What whoever may read <c>owner.json</c> proves itself with; 256 random bits, of this start only.</summary>
    internal string BootToken { get; }

    /// <summary>Takes the data directory and opens what is in it.</summary>
    /// <exception cref="DataDirectoryOwnedException">Another process has it; says which and what to do.</exception>
    /// <exception cref="LedgerUnavailableException">The ledger cannot be opened; says what to do.</exception>
    public static async Task<PurserNode> OpenAsync(PurserConfiguration configuration, TimeProvider clock, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(loggers);
        var directory = DataDirectory.Own(configuration.Server.Data, null, null, clock);
        SegmentSpool? spool = null;
        try
        {
            spool = new SegmentSpool(new SegmentSpoolOptions { Directory = Path.Combine(directory.Path, SpoolDirectory) });
            SqliteLedgerStore? store = null;
            var options = Options(configuration, clock, spool, async token => store = await SqliteLedgerStore.OpenAsync(
                new() { Directory = directory.Path, Durability = configuration.Ledger.Durability, TimeProvider = clock }, token));
            var purser = await PurserService.OpenAsync(options, cancellationToken);
            return new PurserNode(configuration, directory, spool, purser, store!, loggers);
        }
        catch
        {
            spool?.Dispose();
            directory.Dispose();
            throw;
        }
    }

    /// <summary>Says in <c>owner.json</c> where this process serves, so that others come through it.</summary>
    internal void Announce(string url) => _directory.Announce(url, BootToken, Purser.Clock);

    /// <summary>Deletes detail that is older than the configured retention; totals stay. Returns how many rows went.</summary>
    internal async ValueTask<long> RetainAsync(TimeSpan retention, CancellationToken cancellationToken) =>
        await Purser.Ledger.RetainAsync(Purser.Clock.GetUtcNow() - retention, cancellationToken);

    /// <summary>Commits what is queued, checkpoints, closes and gives the directory back.</summary>
    public async ValueTask DisposeAsync()
    {
        Keys.Dispose();
        await Purser.DisposeAsync();
        _spool.Dispose();
        _directory.Dispose();
    }

    private static PurserOptions Options(PurserConfiguration configuration, TimeProvider clock, SegmentSpool spool, Func<CancellationToken, ValueTask<ILedgerStore>> open)
    {
        var options = new PurserOptions
        {
            BudgetMode = configuration.BudgetMode,
            HoldTimeToLive = configuration.HoldTimeToLive,
            Clock = clock,
            OpenStore = open,
            OpenWriter = store => new LedgerWriter(store, new() { Spool = spool, TimeProvider = clock }),
        };
        foreach (var budget in configuration.Budgets)
            options.Budgets.Add(budget);
        foreach (var price in configuration.Prices)
            options.Prices.Add(price);
        return options;
    }

    private async ValueTask CommitAsync(LedgerBatch batch, CancellationToken cancellationToken) => await Purser.Writer.CommitAsync(batch, cancellationToken);

    private static StoreFacts Facts(PurserConfiguration configuration, SqliteLedgerStore store, LedgerWriter writer)
    {
        var schema = SqliteLedgerStore.Status(new() { FilePath = store.FilePath });
        var free = new DriveInfo(configuration.Server.Data).AvailableFreeSpace;
        return new StoreFacts(SqliteLedgerStore.EngineVersion, schema.Current, schema.Latest, store.FlushFailures, writer.Spooled, free);
    }
}
