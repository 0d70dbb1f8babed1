using System.Text;
using Purser.Budgets;
using Purser.Calls;
using Purser.Dialects;
using Purser.Ledger;
using Purser.Pricing;
using Purser.Testing;
using Purser.Tokens;

namespace Purser.Tests.Calls;

/// <summary>The whole way of a call over a ledger in memory.</summary>
internal sealed class Flow : IAsyncDisposable
{
    public const string Body = """{"model":"gpt-5.4","max_tokens":1000,"messages":[{"role":"user","content":"hello"}]}""";

    private readonly LedgerWriter _writer;

    private Flow(FakeClock clock, MemoryLedgerStore store, LedgerWriter writer, BudgetEngine budgets)
    {
        Clock = clock;
        Store = store;
        Budgets = budgets;
        _writer = writer;
        var prices = new PriceSource(PriceBook.BuiltIn);
        Recorder = new UsageRecorder(budgets, store, prices, clock);
        Calls = new CallFlow(budgets, prices, new BoundCalculator(new BoundOptions(), new BoundTrustTable()), Recorder, new CallFlowOptions(), clock);
    }

    public FakeClock Clock { get; }

    public MemoryLedgerStore Store { get; }

    public BudgetEngine Budgets { get; private set; }

    public CallFlow Calls { get; }

    public UsageRecorder Recorder { get; }

    public static async Task<Flow> StartAsync(params BudgetDefinition[] budgets)
    {
        var clock = new FakeClock();
        var store = new MemoryLedgerStore();
        var writer = new LedgerWriter(store);
        var engine = await BudgetEngine.LoadAsync(store, writer, new BudgetEngineOptions(), clock);
        foreach (var budget in budgets)
            await engine.DefineAsync(budget, "test");
        return new Flow(clock, store, writer, engine);
    }

    public static BudgetDefinition Budget(string limit, BudgetMode mode = BudgetMode.Strict, string name = "b") => new()
    {
        Name = name,
        Limit = BudgetLimit.Parse(limit),
        Window = BudgetWindow.Parse("total"),
        Mode = mode,
        Wait = TimeSpan.Zero,
    };

    public static CallIntent Intent(string body = Body, string? user = "alice", string provider = "openai")
    {
        var dialect = Dialect.Find("openai-chat")!;
        var facts = RequestReader.Read(Encoding.UTF8.GetBytes(body), dialect.Request!);
        return new CallIntent
        {
            Attributes = new CallAttributes { User = user, Provider = provider, Model = facts.Model },
            Dialect = dialect,
            Facts = facts,
            Source = UsageSource.Gateway,
        };
    }

    public static CallIntent Stated(long nano, string? key = null) => new()
    {
        Attributes = new CallAttributes { User = "alice" },
        StatedHold = new Amounts(nano, null, null, null),
        Source = UsageSource.Library,
        IdempotencyKey = key,
    };

    public static UsageReading Reading(long input, long output, string id = "r1") => new()
    {
        Status = UsageStatus.Ok,
        Dialect = "openai-chat",
        Model = "gpt-5.4",
        Usage = new TokenUsage { InputUncached = input, OutputText = output },
        ResponseId = id,
    };

    public static CallOutcome Complete(long input, long output) => new() { End = CallEnd.Complete, Reading = Reading(input, output), HttpStatus = 200 };

    public BudgetInstanceView Instance(string name = "b") => Budgets.Show(name)!.Instances.ShouldHaveSingleItem();

    public async Task<UsageRow> TotalsAsync() => (await Store.QueryAsync(new UsageQuery(), default)).Totals;

    public async ValueTask DisposeAsync()
    {
        await Budgets.DisposeAsync();
        await _writer.DisposeAsync();
    }
}
