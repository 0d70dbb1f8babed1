using System.Security.Cryptography;
using System.Text;
using Purser.Budgets;
using Purser.Ledger;
using Purser.Pricing;

namespace Purser.Calls;

/// <summary>
/// Appends usage that nobody held for: unbudgeted calls, and what other doors report of calls that may be known already. Across sources one
/// record of a call wins, gateway over library over OTLP over import (budgets R37). Thread-safe.
/// </summary>
public sealed class UsageRecorder
{
    private const int StripeCount = 64;
    private static readonly TimeSpan AheadMax = TimeSpan.FromMinutes(5);

    private readonly BudgetEngine _budgets;
    private readonly ILedgerStore? _store;
    private readonly PriceSource _prices;
    private readonly TimeProvider _time;
    private readonly UsageJoins? _joins;
    private readonly ReportedCalls _reported;

    // Two reports of one call must not look for each other at the same time; a stripe serialises them.
    private readonly SemaphoreSlim[] _stripes = [.. Enumerable.Range(0, StripeCount).Select(static _ => new SemaphoreSlim(1, 1))];

    /// <summary>Joins the rooms. Without a store nothing can be joined: every report is appended.</summary>
    public UsageRecorder(BudgetEngine budgets, ILedgerStore? store, PriceSource prices, TimeProvider time)
    {
        _budgets = budgets;
        _store = store;
        _prices = prices;
        _time = time;
        _joins = store is null ? null : new UsageJoins(store, time);
        _reported = new ReportedCalls(time);
    }

    /// <summary>Records one reported event: priced where it carries a vector and no price, observed by every matching budget, joined as R37 says.</summary>
    /// <param name="report">The event; its ids are replaced by ours when <paramref name="idempotencyKey"/> is given.</param>
    /// <param name="idempotencyKey">The reporter's key, unique per tenant; null: a report is never recognised as a repeat of itself.</param>
    /// <param name="cancellationToken">Cancels waiting; what is queued is still written.</param>
    /// <returns>What became of it, the record that now stands for it, and whether that waits in the spool.</returns>
    /// <exception cref="LedgerUnavailableException">Neither store nor spool took it.</exception>
    public async ValueTask<RecordReceipt> RecordAsync(UsageEvent report, string? idempotencyKey, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.AdmittedAt > _time.GetUtcNow() + AheadMax)
            return new(RecordOutcome.TooFarAhead, null, false);
        var priced = Priced(report);
        if (idempotencyKey is not null)
        {
            var id = KeyedId(report.Attributes.Tenant, idempotencyKey);
            priced = priced with { Id = id, RequestId = id };
        }

        // Before the ledger is searched: a completion that commits meanwhile sees it, and looks for this report (R37).
        if (JoinName(priced) is { } name)
            _reported.Add(name);
        var stripe = StripeOf(priced);
        await stripe.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await RecordAloneAsync(priced, idempotencyKey is not null, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            stripe.Release();
        }
    }

    /// <summary>
    /// Appends a call of our own that no budget matched, and takes back what a lower source had said of it in the same transaction (budgets R37); returns whether it
    /// waits in the spool.
    /// </summary>
    internal ValueTask<bool> AppendAsync(UsageEvent usage, Amounts amounts, IReadOnlyList<Observation> reversals, CancellationToken cancellationToken) =>
        _budgets.ObserveAsync([.. reversals, new Observation(usage, amounts)], cancellationToken);

    /// <summary>What a lower source has said of a call that is being completed; empty, and without a query, when none has said anything in the last 24 h.</summary>
    internal async ValueTask<IReadOnlyList<Observation>> SupersededAsync(UsageEvent usage, CancellationToken cancellationToken)
    {
        if (_joins is null || _reported.IsEmpty || JoinName(usage) is not { } name || !_reported.Contains(name))
            return [];
        var known = await _joins.FindAsync(usage, cancellationToken).ConfigureAwait(false);
        return known is null || known.Enforced || known.Source >= usage.Source ? [] : [await _joins.ReversalAsync(known, cancellationToken).ConfigureAwait(false)];
    }

    /// <summary>A report that was recorded while the call's own completion was being committed is taken back right after.</summary>
    internal async ValueTask SupersedeLateAsync(UsageEvent usage, CancellationToken cancellationToken)
    {
        if (_joins is null || _reported.IsEmpty || JoinName(usage) is not { } name || !_reported.Contains(name))
            return;
        var stripe = StripeOf(usage);
        await stripe.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (await SupersededAsync(usage, cancellationToken).ConfigureAwait(false) is { Count: > 0 } late)
                await _budgets.ObserveAsync(late, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            stripe.Release();
        }
    }

    /// <summary>The last event of a reservation; null when nothing is recorded of it.</summary>
    internal async ValueTask<UsageEvent?> LastEventAsync(Guid requestId, CancellationToken cancellationToken)
    {
        if (_store is null)
            return null;
        var events = await _store.EventsAsync(requestId, cancellationToken).ConfigureAwait(false);
        return events.Count > 0 ? events[^1] : null;
    }

    /// <summary>What records of one call have in common; null when nothing.</summary>
    private static string? JoinName(UsageEvent usage) => usage switch
    {
        { ResponseId: { } response } => $"{usage.Attributes.Tenant}\n{usage.Attributes.Provider}\n{response}",
        { TraceId: { } trace, SpanId: { } span } => $"{usage.Attributes.Tenant}\n{trace}\n{span}",
        _ => null,
    };

    private SemaphoreSlim StripeOf(UsageEvent usage) =>
        _stripes[unchecked((uint)(JoinName(usage) ?? usage.RequestId.ToString("N")).GetHashCode(StringComparison.Ordinal)) % StripeCount];

    /// <summary>A version-8 id of the tenant and key, so that a repeat meets the first report in the store itself.</summary>
    private static Guid KeyedId(string tenant, string key)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant}\n{key}"));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }

    private static bool Same(UsageEvent a, UsageEvent b) =>
        a.Usage == b.Usage && a.ProviderCost == b.ProviderCost && a.Attributes.Provider == b.Attributes.Provider
        && a.Attributes.Model == b.Attributes.Model && a.Attributes.User == b.Attributes.User && a.Attributes.Session == b.Attributes.Session
        && a.Attributes.Agent == b.Attributes.Agent;

    private async ValueTask<RecordReceipt> RecordAloneAsync(UsageEvent report, bool keyed, CancellationToken cancellationToken)
    {
        if (keyed && await LastEventAsync(report.RequestId, cancellationToken).ConfigureAwait(false) is { } earlier)
            return new(Same(earlier, report) ? RecordOutcome.Repeated : RecordOutcome.KeyReused, earlier, false);

        var known = _joins is null ? null : await _joins.FindAsync(report, cancellationToken).ConfigureAwait(false);
        if (known is not null && (known.Enforced || known.Source >= report.Source))
        {
            _joins!.Take(known, report);
            return new(RecordOutcome.Joined, known, false);
        }

        IReadOnlyList<Observation> reversals = known is null ? [] : [await _joins!.ReversalAsync(known, cancellationToken).ConfigureAwait(false)];
        var spooled = await AppendAsync(report, UsageJoins.AmountsOf(report), reversals, cancellationToken).ConfigureAwait(false);
        return new(known is null ? RecordOutcome.Recorded : RecordOutcome.Replaced, report, spooled);
    }

    private UsageEvent Priced(UsageEvent report)
    {
        if (report is not { Cost: null, Usage: { } usage, Attributes: { Provider: { } provider, Model: { } model } })
            return report with { Charged = report.Cost ?? report.ProviderCost ?? NanoUsd.Zero };
        var price = _prices.Current.Price(new CostRequest { Provider = provider, Model = model, Usage = usage, At = report.AdmittedAt });
        return report with { Cost = price.Cost, PriceId = price.PriceId, Charged = price.Cost ?? report.ProviderCost ?? NanoUsd.Zero };
    }
}
