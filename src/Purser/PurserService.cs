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
    private readonly ICallOwner? _owner;
    private readonly Action? _onClosed;

    private PurserService(PurserOptions options, ILedgerStore store, LedgerWriter writer, BudgetEngine budgets, StoredPrices stored, LedgerState loaded, ICallOwner? owner)
    {
        _owner = owner;
        _onClosed = options.OnClosed;
        Clock = options.Clock;
        Ledger = store;
        Writer = writer;
        Budgets = budgets;
        StoredPrices = stored;
        Loaded = loaded;
        Recorder = new UsageRecorder(budgets, store, stored.Source, options.Clock);
        var bounds = new BoundCalculator(new BoundOptions(), new BoundTrustTable());
        Calls = new CallFlow(budgets, stored.Source, bounds, Recorder, new CallFlowOptions { HoldTimeToLive = options.HoldTimeToLive }, options.Clock) { Owner = owner };
    }

    /// <summary>
    /// Whether another process owns the ledger and the budgets: then <see cref="Calls"/> go through it, and the other rooms here are empty ones in memory;
    /// ask the owner's API for reports and budgets.
    /// </summary>
    public bool IsAttached => _owner is not null;

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
    /// <exception cref="InvalidOperationException">The options state budgets, but another process owns the ledger: only an owner's budgets hold.</exception>
    public static async Task<PurserService> OpenAsync(PurserOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ICallOwner? owner = null;
        ILedgerStore? store = null;
        LedgerWriter? writer = null;
        try
        {
            owner = options.OpenOwner is { } find ? await find(cancellationToken).ConfigureAwait(false) : null;
            if (owner is not null && options.Budgets.Count > 0)
                throw new InvalidOperationException("Another process owns the ledger, and only its budgets hold: define them there (purser budget set), or close it.");
            store = owner is null && options.OpenStore is { } open ? await open(cancellationToken).ConfigureAwait(false) : new MemoryLedgerStore();
            writer = (owner is null ? options.OpenWriter?.Invoke(store) : null) ?? new LedgerWriter(store);
            return await JoinAsync(options, store, writer, owner, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await CloseAsync(owner, writer, store, options.OnClosed).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops the timers, commits what is queued and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await Budgets.DisposeAsync().ConfigureAwait(false);
        StoredPrices.Dispose();
        await CloseAsync(_owner, Writer, Ledger, _onClosed).ConfigureAwait(false);
    }

    private static async ValueTask CloseAsync(ICallOwner? owner, LedgerWriter? writer, ILedgerStore? store, Action? onClosed)
    {
        if (owner is not null)
            await owner.DisposeAsync().ConfigureAwait(false);
        if (writer is not null)
            await writer.DisposeAsync().ConfigureAwait(false);
        if (store is not null)
            await store.DisposeAsync().ConfigureAwait(false);
        onClosed?.Invoke();
    }

    private static async Task<PurserService> JoinAsync(PurserOptions options, ILedgerStore store, LedgerWriter writer, ICallOwner? owner, CancellationToken cancellationToken)
    {
        var loaded = await store.LoadAsync(options.Clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        var prices = new StoredPrices([.. options.Prices], loaded.Documents, writer, options.Clock);
        var settings = new BudgetEngineOptions { Configured = [.. options.Budgets], Cap = options.BudgetMode };
        var budgets = await BudgetEngine.LoadAsync(store, writer, settings, options.Clock, cancellationToken).ConfigureAwait(false);
        await budgets.StartAsync().ConfigureAwait(false);
        return new PurserService(options, store, writer, budgets, prices, loaded, owner);
    }
}
