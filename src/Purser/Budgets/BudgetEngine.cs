using Purser.Ledger;

namespace Purser.Budgets;

/// <summary>
/// The one budget engine (budgets R1–R38): decides in memory under one lock and writes each decision to the ledger before it is acknowledged.
/// <c>held</c> rises at the decision and falls at the commit; a commit that fails is undone. Without a writer it counts in memory only. Thread-safe.
/// </summary>
public sealed partial class BudgetEngine : IAsyncDisposable
{
    private const long AmountMax = 1L << 60;

    // Enough of the newest; a session whose last use is older than all of these is taken for in use, the strict side.
    private const int OpenedRead = 100_000;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly BudgetEngineOptions _options;
    private readonly LedgerWriter? _writer;
    private readonly ILedgerStore? _store;

    // Everything below is touched under the lock only, but for the index: it is immutable and replaced whole.
    private readonly Dictionary<string, BudgetState> _budgets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);
    private readonly ReservationTable _reservations = new();
    private readonly IdempotencyTable _keys = new();
    private readonly ClockGuard _clock;
    private readonly List<BudgetState> _found = [];
    private HoldTarget[] _targets = new HoldTarget[8];
    private volatile BudgetIndex _index = BudgetIndex.Empty;

    private BudgetEngine(ILedgerStore? store, LedgerWriter? writer, BudgetEngineOptions options, TimeProvider time)
    {
        _store = store;
        _writer = writer;
        _options = options;
        _time = time;
        _clock = new ClockGuard(time, options.ClockTolerance);
    }

    /// <summary>An engine that counts in memory only.</summary>
    /// <exception cref="BudgetInvalidException">A configured budget is invalid.</exception>
    public static BudgetEngine InMemory(BudgetEngineOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        var engine = new BudgetEngine(null, null, options, time);
        lock (engine._gate)
            engine.AddConfiguredNeedsLock([]);
        return engine;
    }

    /// <summary>An engine that continues where the ledger stands: balances, open holds, budgets, overrides, thresholds and idempotency keys (budgets R31).</summary>
    /// <param name="store">Read now, and later for reservations that memory has forgotten.</param>
    /// <param name="writer">Writes every decision; of the same store.</param>
    /// <param name="options">Behaviour and configured budgets.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops the loading.</param>
    /// <exception cref="LedgerUnavailableException">The store cannot be read, or what the configuration changes cannot be written.</exception>
    /// <exception cref="BudgetInvalidException">A configured budget is invalid.</exception>
    public static async Task<BudgetEngine> LoadAsync(
        ILedgerStore store, LedgerWriter writer, BudgetEngineOptions options, TimeProvider time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        var engine = new BudgetEngine(store, writer, options, time);
        var state = await store.LoadAsync(time.GetUtcNow() - IdempotencyTable.Kept, cancellationToken).ConfigureAwait(false);
        var crossed = await store.HistoryAsync(null, [EntryKind.Threshold], 10_000, cancellationToken).ConfigureAwait(false);
        var opened = state.Documents.Any(HasIdle) || options.Configured.Any(static b => b.SessionIdle is not null)
            ? await store.HistoryAsync(null, [EntryKind.Open], OpenedRead, cancellationToken).ConfigureAwait(false)
            : [];
        Redefinition? configured;
        lock (engine._gate)
            configured = engine.RestoreNeedsLock(state, crossed, opened);
        if (configured is not null)
            await engine.CommitRestoredAsync(configured, cancellationToken).ConfigureAwait(false);
        return engine;
    }

    private static bool HasIdle(DocumentChange document) => document.Json is { } json && json.Span.IndexOf("\"session_idle\""u8) >= 0;

    /// <summary>Which budgets match, before anything is computed; takes no lock.</summary>
    public BudgetMatch Match(CallAttributes attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        return _index.Match(attributes);
    }

    /// <summary>Stops the timer.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _defining.Dispose();
    }

    /// <summary>Whether it went to the spool.</summary>
    private async ValueTask<bool> CommitAsync(LedgerBatch batch, CancellationToken cancellationToken) =>
        _writer is not null && await _writer.CommitAsync(batch, cancellationToken).ConfigureAwait(false) == CommitOutcome.Spooled;

    private void AddClockAlarmNeedsLock(DateTimeOffset now, List<OutboxRow> outbox)
    {
        if (_clock.TakeJump() is not { } jump)
            return;
        var id = Guid.CreateVersion7(now);
        outbox.Add(new OutboxRow(id, "alert", "clock", now, BudgetEntryJson.Of(json =>
        {
            json.WriteString("id", id);
            json.WriteString("type", "clock.jump");
            json.WriteNumber("jump_ms", (long)jump.TotalMilliseconds);
            json.WriteString("at", now.UtcDateTime);
        })));
    }

    private void Report(Exception error)
    {
        try
        {
            _options.StoreAway?.Invoke(error);
        }
        catch (Exception) // a listener's edge: a call is never hurt by telemetry; the listener's fault is counted
        {
            Interlocked.Increment(ref _listenerFaults);
        }
    }

    private static void CheckAmounts(in Amounts amounts)
    {
        Check(amounts.CostNano);
        Check(amounts.InputTokens);
        Check(amounts.OutputTokens);
        Check(amounts.TotalTokens);
        Check(amounts.Requests);

        static void Check(long? amount)
        {
            if (amount is < 0 or > AmountMax)
                throw new ArgumentOutOfRangeException(nameof(amounts), amount, "An amount is from 0 to 2^60.");
        }
    }
}
