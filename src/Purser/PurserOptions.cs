using Purser.Budgets;
using Purser.Ledger;
using Purser.Pricing;

namespace Purser;

/// <summary>How <see cref="PurserService"/> is set up.</summary>
public sealed class PurserOptions
{
    /// <summary>Budgets of the host's own; read-only for everyone else. They win over stored ones of the same name.</summary>
    public IList<BudgetDefinition> Budgets { get; } = [];

    /// <summary>Prices of the host's own; they win over stored and built-in ones.</summary>
    public IList<PriceRow> Prices { get; } = [];

    /// <summary>The most that any budget may do; default <see cref="BudgetModeCap.Enforce"/>.</summary>
    public BudgetModeCap BudgetMode { get; set; } = BudgetModeCap.Enforce;

    /// <summary>How long a hold lasts without a heartbeat, ≥ 1 s; default 15 min (budgets R31).</summary>
    public TimeSpan HoldTimeToLive { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Opens the ledger's store, which the service then owns; null: in memory.</summary>
    public Func<CancellationToken, ValueTask<ILedgerStore>>? OpenStore { get; set; }

    /// <summary>Starts the writer over the store; null: without a spool.</summary>
    public Func<ILedgerStore, LedgerWriter>? OpenWriter { get; set; }

    /// <summary>Finds the process that owns the ledger already, which then holds and settles for this one; a null answer, or null: this process owns its ledger.</summary>
    public Func<CancellationToken, ValueTask<Calls.ICallOwner?>>? OpenOwner { get; set; }

    /// <summary>Called once after the store was closed, or could not be opened; null: nothing to do.</summary>
    public Action? OnClosed { get; set; }

    /// <summary>The clock; default the system's.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;
}
