using Purser.Budgets;
using Purser.Ledger;
using Purser.Testing;

namespace Purser.Tests.Budgets;

/// <summary>An engine over a ledger that can break, and that can be restarted from what the ledger holds.</summary>
internal sealed class Ledgered(FakeClock clock, BudgetEngineOptions? options = null) : IAsyncDisposable
{
    private LedgerWriter? _writer;

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

    /// <summary>What a new process finds: only the store. The old engine is left to itself, as a killed one is.</summary>
    public async Task RestartAsync()
    {
        (Store.Away, Store.DieAfterNext, Store.Held) = (false, false, null);
        _writer = new LedgerWriter(Store);
        Engine = await BudgetEngine.LoadAsync(Store, _writer, options ?? new BudgetEngineOptions(), clock, default);
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
