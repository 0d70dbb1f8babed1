using Purser.Budgets;
using Purser.Calls;
using Purser.Ledger;
using Purser.Pricing;

namespace Purser;

/// <summary>
/// The joined rooms of one process: begin a call with <see cref="Calls"/>, make it, complete it. Thread-safe.
/// Disposing it commits what is queued and closes the store.
/// </summary>
public sealed class PurserService : IAsyncDisposable
{
    private PurserService(PurserOptions options, ILedgerStore store, LedgerWriter writer, BudgetEngine budgets, StoredPrices stored, LedgerState loaded)
    {
        Clock = options.Clock;
        Ledger = store;
        Writer = writer;
        Budgets = budgets;
        StoredPrices = stored;
        Loaded = loaded;
        Recorder = new UsageRecorder(budgets, store, stored.Source, options.Clock);
        var bounds = new BoundCalculator(new BoundOptions(), new BoundTrustTable());
        Calls = new CallFlow(budgets, stored.Source, bounds, Recorder, new CallFlowOptions { HoldTimeToLive = options.HoldTimeToLive }, options.Clock);
    }

    /// <summary>The way of a call: begin, complete.</summary>
    public CallFlow Calls { get; }

    /// <summary>Usage that happened elsewhere.</summary>
    public UsageRecorder Recorder { get; }

    /// <summary>Limits, reservations, overrides.</summary>
    public BudgetEngine Budgets { get; }

    /// <summary>The price book in force.</summary>
    public PriceSource Prices => StoredPrices.Source;

    /// <summary>The user's own prices, kept in the ledger.</summary>
    public StoredPrices StoredPrices { get; }

    /// <summary>Reports and history.</summary>
    public ILedgerStore Ledger { get; }

    /// <summary>The one writer to <see cref="Ledger"/>.</summary>
    public LedgerWriter Writer { get; }

    /// <summary>The clock of all of them.</summary>
    public TimeProvider Clock { get; }

    /// <summary>What the ledger held at the start.</summary>
    public LedgerState Loaded { get; }

    /// <summary>Opens the store and continues where the ledger stands; expired holds are looked for from now on (budgets R31).</summary>
    /// <exception cref="LedgerUnavailableException">The store cannot be opened; says what to do.</exception>
    /// <exception cref="BudgetInvalidException">A budget of the options is invalid.</exception>
    /// <exception cref="ArgumentException">A price of the options is unusable.</exception>
    public static async Task<PurserService> OpenAsync(PurserOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var store = options.OpenStore is { } open ? await open(cancellationToken).ConfigureAwait(false) : new MemoryLedgerStore();
        LedgerWriter? writer = null;
        try
        {
            writer = options.OpenWriter?.Invoke(store) ?? new LedgerWriter(store);
            return await JoinAsync(options, store, writer, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            if (writer is not null)
                await writer.DisposeAsync().ConfigureAwait(false);
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops the timers, commits what is queued and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await Budgets.DisposeAsync().ConfigureAwait(false);
        StoredPrices.Dispose();
        await Writer.DisposeAsync().ConfigureAwait(false);
        await Ledger.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<PurserService> JoinAsync(PurserOptions options, ILedgerStore store, LedgerWriter writer, CancellationToken cancellationToken)
    {
        var loaded = await store.LoadAsync(options.Clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        var prices = new StoredPrices([.. options.Prices], loaded.Documents, writer, options.Clock);
        var settings = new BudgetEngineOptions { Configured = [.. options.Budgets], Cap = options.BudgetMode };
        var budgets = await BudgetEngine.LoadAsync(store, writer, settings, options.Clock, cancellationToken).ConfigureAwait(false);
        await budgets.StartAsync().ConfigureAwait(false);
        return new PurserService(options, store, writer, budgets, prices, loaded);
    }
}
