using Purser.Budgets;
using Purser.Ledger;

namespace Purser.Benchmarks.Reservations;

/// <summary>The same calls for every lane: who calls, what is held, under which ids.</summary>
internal static class SampleCalls
{
    /// <summary>Nano-USD held by a call; it settles at half.</summary>
    public const long Hold = 1_000_000;

    public const long Actual = Hold / 2;

    public static readonly CallAttributes Attributes = new() { User = "alice", Team = "research", Provider = "openai", Model = "gpt-5.4", Agent = "scout", Session = "s-1" };

    private static readonly Amounts Held = new(Hold, 500, 500, 1_000);
    private static readonly Func<long, Amounts> AtBound = static _ => Held;

    public static Amounts Settled { get; } = new(Actual, 500, 200, 700);

    public static HoldRequest Request(Guid id) => new() { RequestId = id, Attributes = Attributes, AtOutputBound = AtBound };

    /// <summary>Unique and cheap: the lanes shall not measure a random number generator.</summary>
    public static Guid Id(long number) => unchecked(new((int)(number >> 32), (short)(number >> 16), (short)number, 0x70, 0, 0, 0, 0, 0, 0, 1));

    /// <summary>One strict budget over everything, or three that all match: user, team and model.</summary>
    public static IReadOnlyList<BudgetDefinition> Budgets(int count, long limit) =>
    [
        .. new[] { ("all", ""), ("team", "team"), ("model", "model") }.Take(count).Select(b => new BudgetDefinition
        {
            Name = b.Item1,
            Limit = new BudgetLimit(BudgetUnit.Usd, limit),
            Window = BudgetWindow.Parse("total"),
            Match = b.Item2.Length == 0 ? new Dictionary<string, string>() : new Dictionary<string, string> { [b.Item2] = Attributes.Value(b.Item2)! },
            MaxHoldShare = 100,
            Wait = TimeSpan.Zero,
        }),
    ];
}
