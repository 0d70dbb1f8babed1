using Purser.Budgets;
using Purser.Ledger;

namespace Purser.Tests.Budgets;

/// <summary>Readable test data for budgets.</summary>
internal static class Some
{
    public const long Usd = 1_000_000_000;
    public const long Cent = Usd / 100;

    public static BudgetDefinition Budget(string limit = "5usd", string window = "total", string name = "b") =>
        new() { Name = name, Limit = BudgetLimit.Parse(limit), Window = BudgetWindow.Parse(window), MaxHoldShare = 100, Wait = TimeSpan.Zero };

    public static Amounts Cost(long nano) => new(nano, 0, 0, 0);

    public static Amounts Tokens(long total) => new(null, total, 0, total);

    public static HoldRequest Hold(Amounts amounts, CallAttributes? who = null) =>
        new() { RequestId = Guid.NewGuid(), Attributes = who ?? new CallAttributes(), AtOutputBound = _ => amounts };

    public static HoldRequest Cents(long cents, string? user = null) => Hold(Cost(cents * Cent), new CallAttributes { User = user });

    /// <summary>A call that costs <paramref name="nanoEach"/> a token of output and nothing else.</summary>
    public static HoldRequest Output(long bound, long nanoEach, bool mayFit = true) => new()
    {
        RequestId = Guid.NewGuid(),
        Attributes = new CallAttributes(),
        OutputBound = bound,
        MayFit = mayFit,
        AtOutputBound = b => new Amounts(b * nanoEach, 0, b, b),
    };

    public static SettleRequest Settle(Guid id, Amounts actual, int attempt = 1, bool more = false) =>
        new() { RequestId = id, Actual = actual, Attempt = attempt, MoreAttempts = more };

    public static UsageEvent Event(Guid requestId, DateTimeOffset at, CallAttributes? who = null) => new()
    {
        Id = Guid.NewGuid(),
        RequestId = requestId,
        AdmittedAt = at,
        CompletedAt = at,
        Attributes = who ?? new CallAttributes(),
        Status = EventStatus.Ok,
        Source = UsageSource.Library,
    };

    public static BudgetEngine Engine(TimeProvider time, params BudgetDefinition[] budgets) =>
        BudgetEngine.InMemory(new BudgetEngineOptions { Configured = budgets }, time);
}
