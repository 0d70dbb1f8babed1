using Purser.Ledger;

namespace Purser.Benchmarks.Reservations;

/// <summary>The peer: a lock, a dictionary of counters by attribute value, a dictionary of open reservations. All or none, never over the limit; nothing else.</summary>
internal sealed class LockedBudgets
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Name, string? Value), Counter> _counters = [];
    private readonly Dictionary<Guid, long> _reservations = [];
    private readonly string[] _selectors;

    public LockedBudgets(IReadOnlyList<string> selectors, CallAttributes attributes, long limit)
    {
        _selectors = [.. selectors];
        foreach (var name in selectors)
            _counters[(name, attributes.Value(name))] = new Counter { Limit = limit };
    }

    public bool Reserve(Guid id, CallAttributes attributes, long hold)
    {
        lock (_gate)
        {
            foreach (var name in _selectors)
            {
                var counter = _counters[(name, attributes.Value(name))];
                if (checked(counter.Admitted + counter.Held + hold) > counter.Limit)
                    return false;
            }

            foreach (var name in _selectors)
                _counters[(name, attributes.Value(name))].Held += hold;
            _reservations.Add(id, hold);
            return true;
        }
    }

    public void Settle(Guid id, CallAttributes attributes, long actual)
    {
        lock (_gate)
        {
            if (!_reservations.Remove(id, out var held))
                return;
            foreach (var name in _selectors)
            {
                var counter = _counters[(name, attributes.Value(name))];
                counter.Held -= held;
                counter.Admitted += actual;
            }
        }
    }

    private sealed class Counter
    {
        public long Limit;
        public long Held;
        public long Admitted;
    }
}
