using Purser.Budgets;
using Purser.Ledger;

namespace Purser.Calls;

/// <summary>Another process that owns budgets and ledger, and holds and settles for this one (design 5). Implementations are thread-safe.</summary>
public interface ICallOwner : IAsyncDisposable
{
    /// <summary>Asks for a reservation.</summary>
    /// <param name="intent">Who calls what.</param>
    /// <param name="hold">The worst case; at least one amount is not null.</param>
    /// <param name="timeToLive">How long it lasts without a heartbeat.</param>
    /// <param name="cancellationToken">Cancels; the reservation, if it was made, expires by itself.</param>
    /// <exception cref="LedgerUnavailableException">The owner does not answer, or its ledger does not: whether a strict budget refuses cannot be known (budgets R33).</exception>
    ValueTask<HoldResult> HoldAsync(CallIntent intent, Amounts hold, TimeSpan timeToLive, CancellationToken cancellationToken);

    /// <summary>Lets the reservation last another time-to-live; false when the owner did not answer or it has ended.</summary>
    ValueTask<bool> ExtendAsync(Guid requestId, CancellationToken cancellationToken);

    /// <summary>Settles or releases a reservation; returns whether it waits in this process's spool because the owner is away.</summary>
    /// <param name="usage">The record of the attempt, priced by this process's book; the owner prices it by its own.</param>
    /// <param name="released">Whether the call cost nothing.</param>
    /// <param name="estimated">Whether what it used is not known: then its charge is what counts.</param>
    /// <param name="moreAttempts">Whether the hold stays open.</param>
    /// <param name="cancellationToken">Cancels waiting for the owner.</param>
    /// <exception cref="SettlementConflictException">It was ended before with other values (budgets R36).</exception>
    /// <exception cref="LedgerUnavailableException">Neither owner nor spool took it.</exception>
    ValueTask<bool> EndAsync(UsageEvent usage, bool released, bool estimated, bool moreAttempts, CancellationToken cancellationToken);
}
