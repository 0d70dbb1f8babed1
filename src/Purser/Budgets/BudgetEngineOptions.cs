namespace Purser.Budgets;

/// <summary>How one engine behaves, whatever its budgets.</summary>
public sealed record BudgetEngineOptions
{
    /// <summary>Budgets from the configuration, read-only elsewhere; they win over stored ones of the same name.</summary>
    public IReadOnlyList<BudgetDefinition> Configured { get; init; } = [];

    /// <summary>The most that any budget may do; default: as it says.</summary>
    public BudgetModeCap Cap { get; init; } = BudgetModeCap.Enforce;

    /// <summary>
    /// Whether a strict <c>each</c> over values that the client set itself refuses without a shared strict budget beside it (R3); default true.
    /// </summary>
    public bool GuardClientValues { get; init; } = true;

    /// <summary>How much the wall clock may move against the monotonic one unnoticed; default 5 s (R26).</summary>
    public TimeSpan ClockTolerance { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often due holds are looked for once started; default 1 s.</summary>
    public TimeSpan ExpiryInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Most calls that wait for a release at once (R11); default 256. Full-mode: further calls are refused at once.</summary>
    public int WaitersMax { get; init; } = 256;

    /// <summary>Hears of overruns, outside the lock; what it throws is counted and swallowed. Null: nobody.</summary>
    public Action<BudgetOverrun>? OverrunObserved { get; init; }

    /// <summary>
    /// Hears of crossed thresholds in this process, after the commit and outside the lock (R28); the outbox has the same alerts, to be delivered at least once.
    /// What it throws is counted and swallowed. Null: nobody.
    /// </summary>
    public Action<BudgetAlert>? ThresholdCrossed { get; init; }

    /// <summary>Hears that a hold was kept in memory only, or a refusal not recorded, because the store is away (R33). Null: nobody.</summary>
    public Action<Exception>? StoreAway { get; init; }
}
