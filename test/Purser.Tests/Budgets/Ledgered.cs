using Purser.Budgets;
using Purser.Ledger;
using Purser.Testing;

namespace Purser.Tests.Budgets;

/// <summary>An engine over a ledger that can break, and that can be restarted from what the ledger holds.</summary>
internal sealed class Ledgered(FakeClock clock, BudgetEngineOptions? options = null) : IAsyncDisposable
{
    private LedgerWriter? _writer;

    private BudgetEngineOptions _options = options ?? new BudgetEngineOptions();

    public FaultyStore Store { get; } = new();

    public BudgetEngine Engine { get; private set; } = null!;

    public static async Task<Ledgered> StartAsync(FakeClock clock, params BudgetDefinition[] budgets)
    {
        var ledgered = new Ledgered(clock);
        await ledgered.RestartAsync();
        foreach (var budget in budgets)
            await ledgered.Engine.DefineAsync(budget, "test", default);
        return ledgered;
    }

    /// <summary>A new process that finds other budgets in its configuration.</summary>
    public Task RestartWithAsync(params BudgetDefinition[] configured)
    {
        _options = _options with { Configured = configured };
        return RestartAsync();
    }

    /// <summary>A hold that is settled at what it held.</summary>
    public async Task SpendAsync(long cents, string? user = null)
    {
        var hold = await Engine.HoldAsync(Some.Cents(cents, user), default);
        hold.Verdict.ShouldBe(HoldVerdict.Admitted);
        await Engine.SettleAsync(Some.Settle(hold.RequestId, Some.Cost(cents * Some.Cent)), default);
    }

    /// <summary>What a new process finds: only the store. The old engine is left to itself, as a killed one is.</summary>
    public async Task RestartAsync()
    {
        (Store.Away, Store.DieAfterNext, Store.Held, Store.Failure) = (false, false, null, null);
        _writer = new LedgerWriter(Store);
        Engine = await BudgetEngine.LoadAsync(Store, _writer, _options, clock, default);
    }

    public BudgetInstanceView Only(string name = "b") => Engine.Show(name)!.Instances.ShouldHaveSingleItem();

    public async Task<Balance> StoredAsync(string name = "b") => (await Store.BalancesAsync(name, default)).Aggregate(default(Balance), static (sum, b) => sum + b.Value);

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        if (!Store.DieAfterNext)
            await _writer!.DisposeAsync();
    }
}
