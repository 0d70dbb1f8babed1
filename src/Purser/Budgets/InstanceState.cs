using Purser.Ledger;

namespace Purser.Budgets;

/// <summary>One counter in memory. Guarded by the engine's lock.</summary>
internal sealed class InstanceState(BudgetInstance instance)
{
    public BudgetInstance Instance { get; } = instance;

    public long Admitted { get; private set; }

    public long Held { get; private set; }

    public long Adjusted { get; private set; }

    public long Observed { get; private set; }

    /// <summary>Settled amounts whose commit is under way: thresholds must see them, limits see their holds (R28).</summary>
    public long Settling { get; set; }

    /// <summary>One bit a threshold that was crossed, and the limit at which it last was (R28: re-armed by a raised limit).</summary>
    public uint Crossed { get; set; }

    public long CrossedLimit { get; set; }

    /// <summary>Whether a first-use window was really opened by an admitted call (R23).</summary>
    public bool Opened { get; set; }

    /// <summary>The last use that the ledger knows of; later ones are written when they are an eighth of the idle time on.</summary>
    public DateTimeOffset MarkedAt { get; set; }

    /// <summary>The last use of a session window, wall clock.</summary>
    public DateTimeOffset UsedAt { get; set; }

    public long Settled => checked(Admitted + Adjusted + Observed);

    public Balance Balance => new(Admitted, Held, Adjusted, Observed);

    /// <summary>Whether the ledger must be told of this use: the first of a window that opens so (R23), or one that moves a session's idle end.</summary>
    public bool MustMark(BudgetDefinition budget, DateTimeOffset now)
    {
        var due = budget.Window.OpensAtFirstUse && (!Opened || (budget.SessionIdle is { } idle && now - MarkedAt > MarkStep(idle)));
        if (due)
            MarkedAt = now;
        return due;
    }

    /// <summary>The last use as an entry of the ledger tells it: later ones may have gone unwritten, so it errs on the side of a window still open.</summary>
    public void RestoreUse(BudgetDefinition budget, DateTimeOffset marked, DateTimeOffset now)
    {
        if (budget.SessionIdle is not { } idle || marked <= MarkedAt)
            return;
        var latest = marked + MarkStep(idle);
        (MarkedAt, UsedAt) = (marked, latest < now ? latest : now);
    }

    private static TimeSpan MarkStep(TimeSpan idle) => idle / 8;

    public void Hold(long amount) => Held = checked(Held + amount);

    public void Apply(in Balance delta)
    {
        var sum = Balance + delta;
        (Admitted, Held, Adjusted, Observed) = (sum.Admitted, sum.Held, sum.Adjusted, sum.Observed);
    }
}
