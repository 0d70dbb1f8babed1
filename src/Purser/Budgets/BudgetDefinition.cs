using System.Text.Json.Serialization;

namespace Purser.Budgets;

/// <summary>
/// One budget as it is configured (budgets R2): what it counts, for whom, how far and how. Immutable; what it has counted lives in the engine.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record BudgetDefinition
{
    /// <summary>The name, unique; 1 to 128 of letters, digits, <c>. _ - : /</c>.</summary>
    public required string Name { get; init; }

    /// <summary>1 for the first, one more for each change; set by the engine.</summary>
    public long Version { get; init; } = 1;

    /// <summary>The version in which window or zone last changed: counters start anew with it (R27); set by the engine.</summary>
    public long WindowVersion { get; init; } = 1;

    /// <summary>Only calls of this tenant; null: of every tenant.</summary>
    public string? Tenant { get; init; }

    /// <summary>Attribute (<c>tenant team user key agent session component provider model tag:K</c>) to the value it must have; empty: every call.</summary>
    public IReadOnlyDictionary<string, string> Match { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The attribute of whose values each gets an instance of its own (R3); null: one shared. A <c>session</c> window implies <c>session</c>.</summary>
    public string? Each { get; init; }

    /// <summary>Most instances at once; 1 to 1,000,000, default 10,000. Beyond, enforcing budgets refuse and others count in <c>(other)</c>.</summary>
    public int MaxInstances { get; init; } = 10_000;

    /// <summary>The limit and its unit.</summary>
    public required BudgetLimit Limit { get; init; }

    /// <summary>The window.</summary>
    public required BudgetWindow Window { get; init; }

    /// <summary>IANA zone of calendar windows; default UTC.</summary>
    public string Zone { get; init; } = "UTC";

    /// <summary>Local time at which calendar windows start; default 00:00. Hours use its minutes.</summary>
    public TimeOnly ResetTime { get; init; }

    /// <summary>First day of weeks; default Monday.</summary>
    public DayOfWeek WeekStart { get; init; } = DayOfWeek.Monday;

    /// <summary>Day on which months, quarters and years start, 1 to 31; in shorter months the last day (R25). Default 1.</summary>
    public int MonthDay { get; init; } = 1;

    /// <summary>An instant that <c>fixed</c> windows are counted from; null: they open at first use.</summary>
    public DateTimeOffset? Anchor { get; init; }

    /// <summary>A session window ends when unused for longer; null: never.</summary>
    public TimeSpan? SessionIdle { get; init; }

    /// <summary>A session window ends at this age; null: never.</summary>
    public TimeSpan? SessionMax { get; init; }

    /// <summary>What happens when a hold does not fit; default strict.</summary>
    public BudgetMode Mode { get; init; } = BudgetMode.Strict;

    /// <summary>The setting that it was made with; informational.</summary>
    public BudgetPreset Preset { get; init; } = BudgetPreset.Strict;

    /// <summary>Percent of the limit at which an alert is written (R28); ascending, 1 to 1000, at most 16.</summary>
    public IReadOnlyList<int> Thresholds { get; init; } = [50, 80, 95, 100];

    /// <summary>When a threshold counts as crossed.</summary>
    public ThresholdComparison Comparison { get; init; } = ThresholdComparison.AtLeast;

    /// <summary>What thresholds do beside alerting (R29).</summary>
    public IReadOnlyList<ThresholdAction> Actions { get; init; } = [];

    /// <summary>Whether a call's output limit may be lowered to fit (R8); default on.</summary>
    public bool Fit { get; init; } = true;

    /// <summary>Least output worth having when fitting, tokens; default 256.</summary>
    public long MinFitOutput { get; init; } = 256;

    /// <summary>Most of the limit that one call may hold (R11), percent, 1 to 100; default 50. Requests are exempt.</summary>
    public int MaxHoldShare { get; init; } = 50;

    /// <summary>How long a call waits for other holds to be released before it is refused (R11), 0 to 2 s; default 1 s.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What a guarded budget holds for a call that cannot be bounded (R12), in the budget's unit; null: 0.05 USD, 4,096 tokens, 1 request.</summary>
    public long? FlatHold { get; init; }

    /// <summary>What happens to calls without the <see cref="Each"/> attribute.</summary>
    public MissingPolicy OnMissing { get; init; } = MissingPolicy.Bucket;

    /// <summary>What happens while the store is away (R33); track and audit are always open.</summary>
    public StoreDownPolicy OnStoreDown { get; init; } = StoreDownPolicy.Closed;

    /// <summary>Where it was defined.</summary>
    public BudgetSource Source { get; init; }

    /// <summary>The file that a <see cref="BudgetSource.Config"/> budget stands in; null otherwise.</summary>
    public string? Origin { get; init; }
}
