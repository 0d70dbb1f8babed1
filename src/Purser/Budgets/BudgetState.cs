using System.Globalization;
using Purser.Ledger;

namespace Purser.Budgets;

/// <summary>A budget and everything it has counted that still matters. Guarded by the engine's lock.</summary>
internal sealed class BudgetState
{
    internal const string None = "(none)";
    internal const string Other = "(other)";

    private readonly BudgetModeCap _cap;
    private readonly Dictionary<string, ScopeState> _scopes = new(StringComparer.Ordinal);
    private ScopeState? _shared;

    public BudgetState(BudgetDefinition definition, BudgetModeCap cap)
    {
        _cap = cap;
        Definition = definition;
        Matcher = MatcherOf(definition);
    }

    public BudgetDefinition Definition { get; private set; }

    public BudgetMatcher Matcher { get; private set; }

    public BudgetMode Mode => Matcher.Mode;

    public bool Alerts => _cap != BudgetModeCap.Track;

    public AttributeSelector? Each => Matcher.Each;

    public List<BudgetOverride> Overrides { get; } = [];

    /// <summary>No window of a forgotten instance may be opened again: the latest end among them (R26).</summary>
    public DateTimeOffset Floor { get; private set; } = DateTimeOffset.MinValue;

    public IEnumerable<ScopeState> Scopes => _shared is null ? _scopes.Values : _scopes.Values.Append(_shared);

    public bool Full => _scopes.Count >= Definition.MaxInstances;

    /// <summary>Takes a changed definition at once (R4); counters stay, unless the window is another (R27).</summary>
    public void Redefine(BudgetDefinition definition)
    {
        if (definition.WindowVersion != Definition.WindowVersion)
        {
            _scopes.Clear();
            _shared = null;
        }
        else if (!definition.Thresholds.SequenceEqual(Definition.Thresholds))
        {
            foreach (var scope in Scopes)
                scope.TranslateCrossed(Definition.Thresholds, definition.Thresholds);
        }

        Definition = definition;
        Matcher = MatcherOf(definition);
    }

    public long LimitAt(DateTimeOffset now) => LimitAt(Definition, now);

    /// <summary>The limit that a definition would have, overrides included; at most 2^63 - 1, beyond which a sum of counters cannot come either.</summary>
    public long LimitAt(BudgetDefinition definition, DateTimeOffset now)
    {
        var limit = definition.Limit.Amount;
        foreach (var raised in Overrides)
            if (now >= raised.From && now < raised.Until)
                limit = raised.By > long.MaxValue - limit ? long.MaxValue : limit + raised.By;
        return limit;
    }

    /// <summary>The counters of the call's <c>each</c> value; a new one is not <see cref="ScopeState.Registered"/> yet.</summary>
    public ScopeState ScopeOf(CallAttributes attributes)
    {
        if (Each is not { } each)
            return _shared ??= new ScopeState(this, null, ValuesFor(null)) { Registered = true };
        var value = each.Of(attributes);
        if (value is null && Definition.OnMissing == MissingPolicy.Shared)
            return _shared ??= new ScopeState(this, null, ValuesFor(null)) { Registered = true };
        value ??= None;
        return _scopes.TryGetValue(value, out var scope) ? scope : new ScopeState(this, value, ValuesFor(value));
    }

    /// <summary>Where an <c>each</c> value counts that came after <see cref="BudgetDefinition.MaxInstances"/> others, in budgets that never refuse.</summary>
    public ScopeState Overflow() =>
        _scopes.TryGetValue(Other, out var scope) ? scope : _scopes[Other] = new ScopeState(this, Other, ValuesFor(Other)) { Registered = true };

    public void Register(ScopeState scope)
    {
        if (scope.Registered)
            return;
        scope.Registered = true;
        _scopes[scope.Value!] = scope;
    }

    /// <summary>Forgets instances whose window has ended and that hold nothing.</summary>
    public void Prune(DateTimeOffset now)
    {
        foreach (var (value, scope) in _scopes)
        {
            if (!scope.Ended(now) || scope.Held != 0)
                continue;
            if (scope.Current?.Instance.ResetsAt is { } end && end > Floor)
                Floor = end;
            _scopes.Remove(value);
        }
    }

    public InstanceState Restore(BudgetInstance instance, DateTimeOffset now)
    {
        var value = Each is null ? null : instance.Values.GetValueOrDefault(Definition.Each!);
        var scope = value is null
            ? _shared ??= new ScopeState(this, null, ValuesFor(null)) { Registered = true }
            : _scopes.TryGetValue(value, out var known) ? known : _scopes[value] = new ScopeState(this, value, ValuesFor(value)) { Registered = true };
        return scope.Restore(instance, now);
    }

    /// <summary>The counters here of the value that another budget's counters are for.</summary>
    public ScopeState Twin(ScopeState other) => new(this, other.Value, ValuesFor(other.Value));

    /// <summary>Whether the instance belongs to the window as it is defined now (R27).</summary>
    public bool Owns(BudgetInstance instance) => instance.Key.StartsWith(Prefix(), StringComparison.Ordinal);

    public BudgetInstance NewInstance(ScopeState scope, WindowSpan span) => new(
        Definition.Name,
        $"{Prefix()}{scope.Value}@{span.Start?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'")}",
        span.Start,
        span.End,
        scope.Values);

    /// <summary>The window version that an instance was counted under (R27); 0 when its key tells none.</summary>
    public static long WindowVersionOf(BudgetInstance instance) =>
        instance.Key.IndexOf('/') is > 0 and var slash && long.TryParse(instance.Key.AsSpan(0, slash), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;

    private string Prefix() => $"{Definition.WindowVersion}/";

    private BudgetMatcher MatcherOf(BudgetDefinition definition) =>
        new(definition, _cap != BudgetModeCap.Enforce && definition.Mode.Enforces() ? BudgetMode.Track : definition.Mode);

    private Dictionary<string, string> ValuesFor(string? value)
    {
        var values = new Dictionary<string, string>(Definition.Match, StringComparer.Ordinal);
        if (value is not null)
            values[Definition.Each!] = value;
        return values;
    }
}
