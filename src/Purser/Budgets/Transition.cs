using Purser.Ledger;

namespace Purser.Budgets;

/// <summary>A change of one reservation between its decision and its commit.</summary>
internal sealed class Transition(Reservation reservation)
{
    public Reservation Reservation { get; } = reservation;

    /// <summary>What happens to each leg's instance, in the order of the legs.</summary>
    public Balance[] Deltas { get; } = new Balance[reservation.Legs.Length];

    /// <summary>Newly crossed thresholds a leg.</summary>
    public uint[]? Crossed { get; set; }

    /// <summary>Changes that stand or fall with it; null when none.</summary>
    public List<Transition>? Companions { get; set; }

    /// <summary>How the reservation ends with it; null when it goes on.</summary>
    public EntryKind? Closes { get; init; }

    public SettledAttempt? Attempt { get; set; }

    /// <summary>The attempt that it corrects; null when none.</summary>
    public SettledAttempt? Corrects { get; init; }

    /// <summary>What is told after the commit; null when nothing was crossed.</summary>
    public List<BudgetAlert>? Alerts { get; set; }

    public List<BudgetOverrun>? Overruns { get; set; }

    public LedgerBatch? Batch { get; set; }

    public required SettleVerdict Verdict { get; init; }
}
