using Purser.Budgets;
using Purser.Pricing;
using Purser.Server.Gateway;

namespace Purser.Server.Configuration;

/// <summary>The whole configuration, checked. Immutable.</summary>
public sealed record PurserConfiguration
{
    /// <summary>Where the server listens and what it accepts.</summary>
    public required ServerOptions Server { get; init; }

    /// <summary>Upstreams, limits and time-outs of the gateway.</summary>
    public required GatewayOptions Gateway { get; init; }

    /// <summary>The most that any budget may do.</summary>
    public BudgetModeCap BudgetMode { get; init; } = BudgetModeCap.Enforce;

    /// <summary>How long a hold lasts without a heartbeat, 1 s to 1 day; default 15 min (budgets R31).</summary>
    public TimeSpan HoldTimeToLive { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Budgets of the file, read-only elsewhere.</summary>
    public IReadOnlyList<BudgetDefinition> Budgets { get; init; } = [];

    /// <summary>Prices of the file, read-only elsewhere.</summary>
    public IReadOnlyList<PriceRow> Prices { get; init; } = [];

    /// <summary>How the ledger is kept.</summary>
    public LedgerOptions Ledger { get; init; } = new();

    /// <summary>Whether every caller needs a virtual key, even on loopback.</summary>
    public bool KeysRequired { get; init; }

    /// <summary>Every value with the place it came from, as <c>purser config show</c> prints it.</summary>
    public IReadOnlyList<EffectiveSetting> Effective { get; init; } = [];

    /// <summary>The environment with the <c>.env</c> file beneath it; upstream keys are looked up here.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
