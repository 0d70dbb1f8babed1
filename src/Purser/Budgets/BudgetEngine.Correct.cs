using Purser.Ledger;

namespace Purser.Budgets;

public sealed partial class BudgetEngine
{
    /// <summary>Corrects what a call was charged by a linked entry against the original instances (budgets R18).</summary>
    /// <param name="requestId">The reservation, open or long closed.</param>
    /// <param name="delta">Signed change in each unit; null units stay.</param>
    /// <param name="reason">Why, and on whose word.</param>
    /// <param name="cancellationToken">Cancels the wait for a place in the queue only.</param>
    /// <exception cref="LedgerUnavailableException">Neither store nor spool took it.</exception>
    public ValueTask<SettleResult> AdjustAsync(Guid requestId, Amounts delta, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return ChangeAsync(requestId, (engine, reservation, now) => (engine.AdjustNeedsLock(reservation, delta, reason, now), SettleVerdict.Corrected), cancellationToken);
    }

    private Transition AdjustNeedsLock(Reservation reservation, in Amounts delta, string reason, DateTimeOffset now)
    {
        var transition = new Transition(reservation) { Verdict = SettleVerdict.Corrected };
        for (var i = 0; i < transition.Deltas.Length; i++)
            transition.Deltas[i] = Adjustment(reservation.Legs[i].Mode, delta.In(reservation.Legs[i].Unit) ?? 0);
        BeginNeedsLock(transition);
        CrossInMemoryNeedsLock(transition, now);
        if (_writer is not null)
            WriteAdjustmentNeedsLock(transition, reservation.Attempts.LastOrDefault(), now, reason, []);
        return transition;
    }

    private Transition CorrectNeedsLock(Reservation reservation, SettledAttempt earlier, SettleRequest request, DateTimeOffset now)
    {
        var transition = new Transition(reservation) { Verdict = SettleVerdict.Corrected, Corrects = earlier };
        var charged = new long[reservation.Legs.Length];
        for (var i = 0; i < charged.Length; i++)
        {
            charged[i] = request.Actual.In(reservation.Legs[i].Unit) ?? earlier.Charged[i];
            transition.Deltas[i] = Adjustment(reservation.Legs[i].Mode, checked(charged[i] - earlier.Charged[i]));
        }

        BeginNeedsLock(transition);
        CrossInMemoryNeedsLock(transition, now);
        transition.Attempt = new SettledAttempt(request.Attempt, request.Actual, earlier.EntryId, request.Event ?? earlier.Event) { Charged = charged };
        if (_writer is not null)
            WriteAdjustmentNeedsLock(transition, earlier, now, earlier.Expired ? "settled after expiry" : "corrected", Replacement(earlier.Event, request.Event, now));
        return transition;
    }

    private static Balance Adjustment(BudgetMode mode, long amount) => mode == BudgetMode.Audit ? new Balance(0, 0, 0, amount) : new Balance(0, 0, amount, 0);

    /// <summary>The reversal of the event that was written, and the one that replaces it (R37).</summary>
    private static UsageEvent[] Replacement(UsageEvent? written, UsageEvent? corrected, DateTimeOffset now)
    {
        if (corrected is null)
            return [];
        return written is null ? [corrected] : [written with { Id = Guid.CreateVersion7(now), Sign = -1 }, corrected];
    }

    private void WriteAdjustmentNeedsLock(Transition transition, SettledAttempt? corrects, DateTimeOffset now, string reason, UsageEvent[] usage)
    {
        var data = BudgetEntryJson.Of(json =>
        {
            json.WriteString("reason", reason);
            if (corrects is not null)
                json.WriteString("corrects", corrects.EntryId);
            if (transition.Attempt is { } attempt)
            {
                json.WriteStartObject("actual");
                BudgetEntryJson.WriteAmounts(json, attempt.Actual);
                json.WriteEndObject();
            }
        });
        var entries = new List<LedgerEntry>
        {
            Entry(transition.Reservation, EntryKind.Adjust, corrects?.Attempt ?? 0, now, Changes(transition, static d => d), data),
        };
        var outbox = new List<OutboxRow>();
        CrossNeedsLock(transition, now, entries, outbox);
        transition.Batch = new LedgerBatch { Entries = entries, Usage = usage, Outbox = outbox, Spoolable = true };
    }
}
