using Purser.Ledger;

namespace Purser.Budgets;

public sealed partial class BudgetEngine
{
    private HoldDecision DecideNeedsLock(HoldRequest request, in Amounts asked, bool mayWait)
    {
        var now = _clock.Now();
        if (request.IdempotencyKey is { } key && RepeatNeedsLock(request, key, now) is { } repeated)
            return new HoldDecision(repeated);
        _found.Clear();
        _index.Find(request.Attributes, _found);
        if (_found.Count == 0 && !Kept(request))
            return new HoldDecision(Unbudgeted(request));
        if (_targets.Length < _found.Count)
            _targets = new HoldTarget[_found.Count * 2];
        var targets = _targets.AsSpan(0, _found.Count);
        if (FillTargetsNeedsLock(request, targets, now) is { } reason)
            return RefuseNeedsLock(request, reason.Target, reason.Reason, null, now);

        var bound = ActionBound(request, targets);
        var amounts = bound == request.OutputBound ? asked : request.AtOutputBound(HoldPlan.Inflate(bound, request.Trust));
        if (HoldPlan.Evaluate(targets, request, amounts))
            return AdmitNeedsLock(request, targets, amounts, bound, now);
        if (MayFit(request, targets) && HoldPlan.LargestFit(targets, request, LeastOutput(request, targets), bound) is { } fitted)
        {
            amounts = request.AtOutputBound(HoldPlan.Inflate(fitted, request.Trust));
            HoldPlan.Evaluate(targets, request, amounts);
            return AdmitNeedsLock(request, targets, amounts, fitted, now);
        }

        HoldPlan.Evaluate(targets, request, amounts);
        if (mayWait && _waiters < _options.WaitersMax && WaitFor(targets) is { } wait && wait > TimeSpan.Zero)
            return new HoldDecision(null, Wait: wait);
        return RefuseBlockedNeedsLock(request, targets, amounts, bound, now);
    }

    /// <summary>Finds the counters of every match; a reason when there can be none (R3).</summary>
    private (HoldTarget Target, string Reason)? FillTargetsNeedsLock(HoldRequest request, Span<HoldTarget> targets, DateTimeOffset now)
    {
        var sheltered = !_options.GuardClientValues || request.Attributes.SetByClient == AttributeNames.None || HasSharedStrict(request.Attributes);
        for (var i = 0; i < targets.Length; i++)
        {
            var budget = _found[i];
            var scope = budget.ScopeOf(request.Attributes);
            var full = !scope.Registered && IsFullNeedsLock(budget, now);
            if (full && !budget.Mode.Enforces())
                scope = budget.Overflow();
            targets[i] = Target(scope, now);
            if (full && budget.Mode.Enforces())
                return (targets[i], RefusalReasons.Instances);
            if (!sheltered && budget.Mode == BudgetMode.Strict && budget.Each is { } each && each.SetByClient(request.Attributes))
                return (targets[i], RefusalReasons.ClientValues);
        }

        return null;
    }

    private static HoldTarget Target(ScopeState scope, DateTimeOffset now)
    {
        var instance = scope.At(now);
        return new HoldTarget { Scope = scope, Instance = instance, Limit = scope.Budget.LimitAt(now), Used = scope.Used };
    }

    private static bool IsFullNeedsLock(BudgetState budget, DateTimeOffset now)
    {
        if (!budget.Full)
            return false;
        budget.Prune(now);
        return budget.Full;
    }

    private bool HasSharedStrict(CallAttributes attributes)
    {
        foreach (var budget in _found)
            if (budget.Mode == BudgetMode.Strict && budget.Each?.SetByClient(attributes) != true)
                return true;
        return false;
    }

    private static long ActionBound(HoldRequest request, Span<HoldTarget> targets)
    {
        var bound = request.OutputBound;
        if (!request.MayFit)
            return bound;
        foreach (ref readonly var target in targets)
            foreach (var action in target.Budget.Actions)
                if (action.Kind == ThresholdActionKind.Clamp && action.OutputBound < bound && target.Mode.Enforces() && Reached(target, action))
                    bound = Math.Max(Math.Min(request.MinFitOutput, bound), action.OutputBound);
        return bound;
    }

    private static bool Reached(in HoldTarget target, ThresholdAction action) =>
        Thresholds.Reached(target.Budget, action.Percent, target.Scope.Settled, target.Limit);

    private static bool MayFit(HoldRequest request, Span<HoldTarget> targets)
    {
        if (!request.MayFit)
            return false;
        foreach (ref readonly var target in targets)
            if (target.Reason is not null && target.Mode.Enforces() && !(target.Budget.Fit && RefusalReasons.Fits(target.Reason)))
                return false;
        return true;
    }

    private static long LeastOutput(HoldRequest request, Span<HoldTarget> targets)
    {
        var least = Math.Max(1, request.MinFitOutput);
        foreach (ref readonly var target in targets)
            if (target.Mode.Enforces())
                least = Math.Max(least, target.Budget.MinFitOutput);
        return least;
    }

    /// <summary>How long it is worth waiting: only when other holds, once released, would make room in every budget that blocks (R11).</summary>
    private static TimeSpan? WaitFor(Span<HoldTarget> targets)
    {
        TimeSpan? wait = null;
        foreach (ref readonly var target in targets)
        {
            if (target.Reason is null || !target.Mode.Enforces())
                continue;
            if (target.Reason != RefusalReasons.Limit || target.Amount > target.Limit - (target.Used - target.Scope.Held))
                return null;
            wait = wait is null || target.Budget.Wait < wait ? target.Budget.Wait : wait;
        }

        return wait;
    }

    private HoldDecision RefuseBlockedNeedsLock(HoldRequest request, Span<HoldTarget> targets, in Amounts amounts, long bound, DateTimeOffset now)
    {
        var blocked = 0;
        while (targets[blocked].Reason is null || !targets[blocked].Mode.Enforces())
            blocked++;
        var (target, reason) = (targets[blocked], targets[blocked].Reason!);
        long? fitting = RefusalReasons.Fits(reason) && bound > 1 ? HoldPlan.LargestFit(targets, request, 1, bound) : null;
        return RefuseNeedsLock(request, target, reason, amounts, now, fitting);
    }

    private HoldDecision RefuseNeedsLock(HoldRequest request, in HoldTarget target, string reason, Amounts? amounts, DateTimeOffset now, long? fitting = null)
    {
        long? requested = RefusalReasons.Fits(reason) ? target.Amount : amounts?.In(target.Budget.Limit.Unit);
        var refusal = Refusals.Of(target, reason, requested, fitting);
        var result = new HoldResult { Verdict = HoldVerdict.Refused, RequestId = request.RequestId, OutputBound = request.OutputBound, Refusal = refusal };
        if (_writer is null)
            return new HoldDecision(result);
        var entry = new LedgerEntry
        {
            Id = Guid.CreateVersion7(now),
            Kind = EntryKind.Refuse,
            At = now,
            Tenant = request.Attributes.Tenant,
            RequestId = request.RequestId,
            Data = BudgetEntryJson.Refusal(refusal, request.Attributes),
        };
        return new HoldDecision(result, new LedgerBatch { Entries = [entry] });
    }

    private HoldResult? RepeatNeedsLock(HoldRequest request, string key, DateTimeOffset now)
    {
        if (_keys.Find(request.Attributes.Tenant, key) is not { } known || now - known.At > IdempotencyTable.Kept)
            return null;
        if (!known.Hash.Span.SequenceEqual(request.IdempotencyHash.Span))
            return new HoldResult { Verdict = HoldVerdict.KeyReused, RequestId = known.RequestId };
        var reservation = _reservations.Find(known.RequestId);
        return reservation is { Closed: null }
            ? ResultOf(reservation, HoldVerdict.InProgress, request.OutputBound)
            : new HoldResult { Verdict = HoldVerdict.AlreadyDone, RequestId = known.RequestId };
    }
}
