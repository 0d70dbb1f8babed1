using Purser.Ledger;

namespace Purser.Budgets;

/// <summary>A budget's counters for one <c>each</c> value: the current window and, when rolling, the buckets still inside it. Guarded by the engine's lock.</summary>
internal sealed class ScopeState(BudgetState budget, string? value, IReadOnlyDictionary<string, string> values)
{
    /// <summary>A rolling window is this many buckets and the one under way, so that it errs on the strict side (R22).</summary>
    public const int RollingBuckets = 12;

    private readonly List<InstanceState> _older = [];

    public BudgetState Budget { get; } = budget;

    public string? Value { get; } = value;

    public IReadOnlyDictionary<string, string> Values { get; } = values;

    /// <summary>Whether the budget counts it among its instances; set when a call is admitted, so that refused calls leave nothing behind.</summary>
    public bool Registered { get; set; }

    public InstanceState? Current { get; private set; }

    public long Used => _older.Count == 0 ? Current?.Balance.Used ?? 0 : Sum(static i => i.Balance.Used);

    public long Settled => _older.Count == 0 ? Current?.Settled ?? 0 : Sum(static i => i.Settled);

    public long SettledOrSettling => Sum(static i => i.Settled + i.Settling);

    public long Held => _older.Count == 0 ? Current?.Held ?? 0 : Sum(static i => i.Held);

    public long Admitted => Sum(static i => i.Admitted + i.Adjusted);

    public long Observed => Sum(static i => i.Observed);

    public uint Crossed => (uint)Sum(static i => i.Crossed, static (a, b) => a | b);

    public bool Ended(DateTimeOffset now) => Current is null || (!HasBegunAfter(now) && !Contains(Current, now) && (!IsRolling || now >= Current.Instance.ResetsAt));

    private bool IsRolling => Budget.Definition.Window.Kind == BudgetWindowKind.Rolling;

    private bool HasBegunAfter(DateTimeOffset now) => Current?.Instance.WindowStart is { } start && now < start;

    /// <summary>The counter in force. A clock set back stays in the current window: its start is the high-water mark (R26).</summary>
    public InstanceState At(DateTimeOffset now)
    {
        now = now < Budget.Floor ? Budget.Floor : now;
        if (Current is { } current && (HasBegunAfter(now) || Contains(current, now)))
            return current;
        if (IsRolling && Current is not null)
            _older.Add(Current);
        Current = new InstanceState(Budget.NewInstance(this, SpanAt(now))) { UsedAt = now };
        _older.RemoveAll(i => i.Instance.ResetsAt <= now);
        return Current;
    }

    /// <summary>The counter of an instant in the past, if it is still counted against the limit here.</summary>
    public InstanceState? Find(DateTimeOffset at) =>
        Current is { } current && Contains(current, at) ? current : _older.Find(i => Contains(i, at));

    public InstanceState? Find(BudgetInstance instance) => Current?.Instance == instance ? Current : _older.Find(i => i.Instance == instance);

    /// <summary>Whether the counter is still counted against the limit here.</summary>
    public bool Owns(InstanceState state) => state == Current || _older.Contains(state);

    /// <summary>Crossed thresholds keep their percent when the list of them changes.</summary>
    public void TranslateCrossed(IReadOnlyList<int> from, IReadOnlyList<int> to)
    {
        foreach (var state in Current is null ? _older : [.. _older, Current])
            state.Crossed = Thresholds.Translate(state.Crossed, from, to);
    }

    /// <summary>Takes over a counter that the ledger knew, whatever the order they come in.</summary>
    public InstanceState Restore(BudgetInstance instance, DateTimeOffset now)
    {
        var state = new InstanceState(instance) { Opened = true, UsedAt = now };
        var older = Current is null || instance.WindowStart >= Current.Instance.WindowStart ? Current : state;
        if (older is not null && IsRolling)
            _older.Add(older);
        if (older != state)
            Current = state;
        return state;
    }

    /// <summary>The window of an instant, whichever is current.</summary>
    public WindowSpan SpanAt(DateTimeOffset now)
    {
        var definition = Budget.Definition;
        var length = definition.Window.Length;
        return definition.Window.Kind switch
        {
            BudgetWindowKind.Total => default,
            BudgetWindowKind.Session => new WindowSpan(now, now + definition.SessionMax),
            BudgetWindowKind.Fixed when definition.Anchor is null => new WindowSpan(now, now + length),
            BudgetWindowKind.Fixed => Aligned(definition.Anchor.Value, length, now, length),
            BudgetWindowKind.Rolling => Aligned(DateTimeOffset.UnixEpoch, length / RollingBuckets, now, length + (length / RollingBuckets)),
            _ => BudgetCalendar.At(definition, now),
        };
    }

    private static WindowSpan Aligned(DateTimeOffset anchor, TimeSpan step, DateTimeOffset now, TimeSpan lasts)
    {
        var since = (now - anchor).Ticks;
        var into = ((since % step.Ticks) + step.Ticks) % step.Ticks;
        var start = now.AddTicks(-into);
        return new WindowSpan(start, start + lasts);
    }

    private bool Contains(InstanceState state, DateTimeOffset at)
    {
        var definition = Budget.Definition;
        var instance = state.Instance;
        if (definition.Window.OpensAtFirstUse && definition.Anchor is null && !state.Opened)
            return false;
        if (at < instance.WindowStart)
            return false;
        return definition.Window.Kind switch
        {
            BudgetWindowKind.Session => (definition.SessionIdle is not { } idle || at - state.UsedAt <= idle) && (instance.ResetsAt is null || at < instance.ResetsAt),
            BudgetWindowKind.Rolling => at < instance.WindowStart + (definition.Window.Length / RollingBuckets),
            _ => instance.ResetsAt is null || at < instance.ResetsAt,
        };
    }

    private long Sum(Func<InstanceState, long> of) => Sum(of, static (a, b) => checked(a + b));

    private long Sum(Func<InstanceState, long> of, Func<long, long, long> with)
    {
        var sum = Current is null ? 0 : of(Current);
        foreach (var state in _older)
            sum = with(sum, of(state));
        return sum;
    }
}
