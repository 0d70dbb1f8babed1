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
    private static readonly TimeSpan JoinHorizon = TimeSpan.FromHours(24);
    private static readonly TimeSpan AheadMax = TimeSpan.FromMinutes(5);

    private readonly BudgetEngine _budgets;
    private readonly ILedgerStore? _store;
    private readonly PriceSource _prices;
    private readonly TimeProvider _time;

    // Two reports of one call must not look for each other at the same time; a stripe serialises them.
    private readonly SemaphoreSlim[] _stripes = [.. Enumerable.Range(0, StripeCount).Select(static _ => new SemaphoreSlim(1, 1))];

    /// <summary>Joins the rooms. Without a store nothing can be joined: every report is appended.</summary>
    public UsageRecorder(BudgetEngine budgets, ILedgerStore? store, PriceSource prices, TimeProvider time)
    {
        _budgets = budgets;
        _store = store;
        _prices = prices;
        _time = time;
    }

    /// <summary>Records one reported event: priced where it carries a vector and no price, observed by every matching budget, joined as R37 says.</summary>
    /// <param name="report">The event; its ids are replaced by ours when <paramref name="idempotencyKey"/> is given.</param>
    /// <param name="idempotencyKey">The reporter's key, unique per tenant; null: a report is never recognised as a repeat of itself.</param>
    /// <param name="cancellationToken">Cancels waiting; what is queued is still written.</param>
    /// <returns>What became of it, and whether it waits in the spool.</returns>
    /// <exception cref="LedgerUnavailableException">Neither store nor spool took it.</exception>
    public async ValueTask<(RecordOutcome Outcome, bool Spooled)> RecordAsync(UsageEvent report, string? idempotencyKey, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.AdmittedAt > _time.GetUtcNow() + AheadMax)
            return (RecordOutcome.TooFarAhead, false);
        var priced = Priced(report);
        if (idempotencyKey is not null)
        {
            var id = KeyedId(report.Attributes.Tenant, idempotencyKey);
            priced = priced with { Id = id, RequestId = id };
        }

        var stripe = _stripes[JoinKey(priced).GetHashCode(StringComparison.Ordinal) & (StripeCount - 1)];
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

    /// <summary>Appends a call of our own that no budget matched; returns whether it waits in the spool.</summary>
    internal ValueTask<bool> AppendAsync(UsageEvent usage, Amounts amounts, CancellationToken cancellationToken) =>
        _budgets.ObserveAsync(usage, amounts, cancellationToken);

    /// <summary>The last event of a reservation; null when nothing is recorded of it.</summary>
    internal async ValueTask<UsageEvent?> LastEventAsync(Guid requestId, CancellationToken cancellationToken)
    {
        if (_store is null)
            return null;
        var events = await _store.EventsAsync(requestId, cancellationToken).ConfigureAwait(false);
        return events.Count > 0 ? events[^1] : null;
    }

    private static string JoinKey(UsageEvent usage) => usage.ResponseId is { } response
        ? $"{usage.Attributes.Tenant}\n{usage.Attributes.Provider}\n{response}"
        : usage.RequestId.ToString("N");

    /// <summary>A version-8 id of the tenant and key, so that a repeat meets the first report in the store itself.</summary>
    private static Guid KeyedId(string tenant, string key)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant}\n{key}"));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }

    private static Amounts AmountsOf(UsageEvent usage) =>
        new(usage.Charged.Value, usage.Usage?.InputTotal, usage.Usage?.OutputTotal, usage.Usage?.Total);

    private static bool Same(UsageEvent a, UsageEvent b) =>
        a.Usage == b.Usage && a.ProviderCost == b.ProviderCost && a.Attributes.Provider == b.Attributes.Provider
        && a.Attributes.Model == b.Attributes.Model && a.Attributes.User == b.Attributes.User && a.Attributes.Session == b.Attributes.Session
        && a.Attributes.Agent == b.Attributes.Agent;

    private async ValueTask<(RecordOutcome Outcome, bool Spooled)> RecordAloneAsync(UsageEvent report, bool keyed, CancellationToken cancellationToken)
    {
        if (keyed && await LastEventAsync(report.RequestId, cancellationToken).ConfigureAwait(false) is { } earlier)
            return (Same(earlier, report) ? RecordOutcome.Repeated : RecordOutcome.KeyReused, false);

        var known = await FindKnownAsync(report, cancellationToken).ConfigureAwait(false);
        if (known is not null && (known.Enforced || known.Source >= report.Source))
            return (RecordOutcome.Joined, false);
        if (known is not null)
            await AppendAsync(Reversal(known), AmountsOf(known), cancellationToken).ConfigureAwait(false);
        var spooled = await AppendAsync(report, AmountsOf(report), cancellationToken).ConfigureAwait(false);
        return (known is null ? RecordOutcome.Recorded : RecordOutcome.Replaced, spooled);
    }

    /// <summary>The record of the same call that this one joins: the nearest in time of another source, or of an earlier import.</summary>
    private async ValueTask<UsageEvent?> FindKnownAsync(UsageEvent report, CancellationToken cancellationToken)
    {
        if (_store is null || report is not { ResponseId: { } response, Attributes.Provider: { } provider })
            return null;
        // The horizon bounds joining; only imports, which are read again and again, are recognised at any age.
        var since = report.Source == UsageSource.Import ? DateTimeOffset.MinValue : report.AdmittedAt - JoinHorizon;
        var found = await _store.FindJoinsAsync(report.Attributes.Tenant, provider, response, since, cancellationToken).ConfigureAwait(false);
        return found
            .Where(e => e.Sign > 0 && (e.Source != report.Source || report.Source == UsageSource.Import) && !IsReversed(e, found))
            .OrderBy(e => (e.AdmittedAt - report.AdmittedAt).Duration())
            .FirstOrDefault();
    }

    private static bool IsReversed(UsageEvent known, IReadOnlyList<UsageEvent> found) =>
        found.Any(e => e.Sign < 0 && e.RequestId == known.RequestId && e.Attempt == known.Attempt && e.Source == known.Source);

    private UsageEvent Reversal(UsageEvent known) => known with { Id = Guid.CreateVersion7(_time.GetUtcNow()), Sign = -1 };

    private UsageEvent Priced(UsageEvent report)
    {
        if (report is not { Cost: null, Usage: { } usage, Attributes: { Provider: { } provider, Model: { } model } })
            return report with { Charged = report.Cost ?? report.ProviderCost ?? NanoUsd.Zero };
        var price = _prices.Current.Price(new CostRequest { Provider = provider, Model = model, Usage = usage, At = report.AdmittedAt });
        return report with { Cost = price.Cost, PriceId = price.PriceId, Charged = price.Cost ?? report.ProviderCost ?? NanoUsd.Zero };
    }
}
