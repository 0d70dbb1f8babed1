using Purser.Ledger;

namespace Purser.Budgets;

/// <summary>Makes reservations of ledger entries again.</summary>
internal static class ReservationReader
{
    public static Reservation Open(OpenHold hold, Func<BudgetInstance, (InstanceState State, ScopeState? Scope)> resolve)
    {
        var reservation = FromHold(hold.Entry, resolve);
        reservation.ExpiresAt = hold.ExpiresAt;
        foreach (var change in hold.Settled)
            Take(reservation, change);
        return reservation;
    }

    /// <summary>Null when the entries hold no reservation.</summary>
    public static Reservation? Closed(
        IReadOnlyList<LedgerEntry> entries, IReadOnlyList<UsageEvent> events, Func<BudgetInstance, (InstanceState State, ScopeState? Scope)> resolve)
    {
        var hold = entries.FirstOrDefault(static e => e.Kind == EntryKind.Hold);
        if (hold is null)
            return null;
        var reservation = FromHold(hold, resolve);
        foreach (var entry in entries.Where(e => e != hold))
        {
            foreach (var change in entry.Changes)
                Take(reservation, change);
            if (entry.Kind is EntryKind.Settle or EntryKind.Expire)
                reservation.Attempts.Add(Attempt(reservation, entry, entries, events));
            if (entry.ClosesHold)
                reservation.Closed = entry.Kind;
        }

        return reservation;
    }

    private static Reservation FromHold(LedgerEntry entry, Func<BudgetInstance, (InstanceState State, ScopeState? Scope)> resolve)
    {
        var data = BudgetEntryJson.ReadHold(entry.Data.Span);
        var legs = new HoldLegState[entry.Changes.Count];
        for (var i = 0; i < legs.Length; i++)
        {
            var change = entry.Changes[i];
            var (unit, mode) = Leg(data, i);
            var (state, scope) = resolve(change.Instance);
            legs[i] = new HoldLegState { Instance = state, Scope = scope, Unit = unit, Mode = mode, Asked = change.Delta.Held, Held = change.Delta.Held };
        }

        return new Reservation
        {
            RequestId = entry.RequestId!.Value,
            Attributes = data?.Attributes ?? new CallAttributes { Tenant = entry.Tenant },
            AdmittedAt = entry.At,
            Legs = legs,
            Hold = data?.Hold ?? new Amounts(null, null, null, null),
            AtExpiry = data?.AtExpiry,
            Source = data?.Source ?? UsageSource.Library,
            OutputBound = data?.OutputBound ?? 0,
            Data = data?.Call is { } call ? System.Text.Encoding.UTF8.GetBytes(call.GetRawText()) : default,
            ExpiresAt = entry.ExpiresAt ?? entry.At,
            Durable = true,
        };
    }

    // Unreadable particulars are taken for the strictest: the hold is then charged whole.
    private static (BudgetUnit Unit, BudgetMode Mode) Leg(HoldData? data, int index)
    {
        if (data is null || index >= data.Legs.Count || data.Legs[index].Split(' ') is not [var unit, var mode])
            return (BudgetUnit.Usd, BudgetMode.Strict);
        return (BudgetUnits.FromWireName(unit) ?? BudgetUnit.Usd, Enum.TryParse<BudgetMode>(mode, ignoreCase: true, out var known) ? known : BudgetMode.Strict);
    }

    private static void Take(Reservation reservation, in BalanceChange change)
    {
        foreach (ref var leg in reservation.Legs.AsSpan())
            if (leg.Instance.Instance == change.Instance)
                leg.Held += change.Delta.Held;
    }

    private static SettledAttempt Attempt(Reservation reservation, LedgerEntry settled, IReadOnlyList<LedgerEntry> entries, IReadOnlyList<UsageEvent> events)
    {
        var latest = entries.LastOrDefault(e => e.Kind == EntryKind.Adjust && e.Attempt == settled.Attempt && !e.Data.IsEmpty) ?? settled;
        var actual = BudgetEntryJson.Read(latest.Data.Span, BudgetJsonContext.Default.SettledData)?.Actual
            ?? BudgetEntryJson.Read(settled.Data.Span, BudgetJsonContext.Default.SettledData)?.Actual;
        var charged = new long[reservation.Legs.Length];
        for (var i = 0; i < charged.Length; i++)
            foreach (var change in entries.Where(e => e.Attempt == settled.Attempt && e.Kind != EntryKind.Hold).SelectMany(static e => e.Changes))
                if (change.Instance == reservation.Legs[i].Instance.Instance)
                    charged[i] += change.Delta.Admitted + change.Delta.Adjusted + change.Delta.Observed;
        var written = events.LastOrDefault(e => e.Attempt == settled.Attempt && e.Sign > 0);
        return new SettledAttempt(settled.Attempt, actual ?? default, settled.Id, written, settled.Kind == EntryKind.Expire && latest == settled) { Charged = charged };
    }
}
