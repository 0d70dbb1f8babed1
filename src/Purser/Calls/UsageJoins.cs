using Purser.Budgets;
using Purser.Ledger;

namespace Purser.Calls;

/// <summary>
/// Finds the record of another source that stands for the same call (budgets R37): by tenant, provider and response id within 24 h, else by trace and span;
/// equal tokens before nearness in time, and each record for one report only. Thread-safe.
/// </summary>
internal sealed class UsageJoins(ILedgerStore store, TimeProvider time)
{
    private static readonly TimeSpan Horizon = TimeSpan.FromHours(24);

    // One span begins once; clocks of two processes differ a little, calls take minutes.
    private static readonly TimeSpan SpanSlack = TimeSpan.FromMinutes(15);

    private readonly ReportedCalls _taken = new(time);

    /// <summary>The records that a report may join, nearest first; those that reversals took back are left out.</summary>
    public async ValueTask<UsageEvent?> FindAsync(UsageEvent report, CancellationToken cancellationToken)
    {
        var found = await CandidatesAsync(report, cancellationToken).ConfigureAwait(false);
        return found
            .Where(e => e.Sign > 0 && (e.Source != report.Source || report.Source == UsageSource.Import) && !IsReversed(e, found) && IsFree(e, report))
            .OrderBy(e => e.Usage == report.Usage ? 0 : 1)
            .ThenBy(e => (e.AdmittedAt - report.AdmittedAt).Duration())
            .FirstOrDefault();
    }

    /// <summary>Remembers that a record stands for this report and for no other. Imports are recognised by their ids alone, however often they are read.</summary>
    public void Take(UsageEvent known, UsageEvent report)
    {
        if (report.Source == UsageSource.Import)
            return;
        _taken.Add(known.Id.ToString("N"));
        _taken.Add(Pair(known, report));
    }

    /// <summary>The observation that takes a record back: what its own entry did, where the ledger still has it.</summary>
    public async ValueTask<Observation> ReversalAsync(UsageEvent known, CancellationToken cancellationToken)
    {
        var entries = await store.EntriesAsync(known.RequestId, cancellationToken).ConfigureAwait(false);
        var counted = entries.LastOrDefault(e => e.Kind == EntryKind.Usage && e.Attempt == known.Attempt)?.Changes;
        return new Observation(known with { Id = Guid.CreateVersion7(time.GetUtcNow()), Sign = -1 }, AmountsOf(known), counted);
    }

    public static Amounts AmountsOf(UsageEvent usage) => new(usage.Charged.Value, usage.Usage?.InputTotal, usage.Usage?.OutputTotal, usage.Usage?.Total);

    private static string Pair(UsageEvent known, UsageEvent report) => $"{known.Id:N} {report.Source} {report.TraceId} {report.SpanId} {report.RequestId:N}";

    private static bool IsReversed(UsageEvent known, IReadOnlyList<UsageEvent> found) =>
        found.Any(e => e.Sign < 0 && e.RequestId == known.RequestId && e.Attempt == known.Attempt && e.Source == known.Source);

    private bool IsFree(UsageEvent known, UsageEvent report) =>
        report.Source == UsageSource.Import || !_taken.Contains(known.Id.ToString("N")) || _taken.Contains(Pair(known, report));

    private ValueTask<IReadOnlyList<UsageEvent>> CandidatesAsync(UsageEvent report, CancellationToken cancellationToken)
    {
        var tenant = report.Attributes.Tenant;
        // The horizon bounds joining; only imports, which are read again and again, are recognised at any age.
        if (report is { ResponseId: { } response, Attributes.Provider: { } provider })
            return store.FindJoinsAsync(tenant, provider, response, report.Source == UsageSource.Import ? DateTimeOffset.MinValue : report.AdmittedAt - Horizon, cancellationToken);
        return report is { ResponseId: null, TraceId: { } trace, SpanId: { } span }
            ? store.FindSpanJoinsAsync(tenant, trace, span, report.AdmittedAt - SpanSlack, report.CompletedAt + SpanSlack, cancellationToken)
            : ValueTask.FromResult<IReadOnlyList<UsageEvent>>([]);
    }
}
