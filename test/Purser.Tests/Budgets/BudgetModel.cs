using Purser.Budgets;
using Purser.Ledger;

namespace Purser.Tests.Budgets;

/// <summary>What the rules say, as short as it can be said: three strict budgets of tokens, plain sums, no concurrency, no recovery code.</summary>
internal sealed class BudgetModel
{
    private readonly Dictionary<(string Budget, string Value, DateTimeOffset Window), Balance> _sums = [];
    private readonly Dictionary<string, long> _limits = new() { ["total"] = 400, ["hourly"] = 100, ["user"] = 150 };
    private DateTimeOffset _hour;
    private DateTimeOffset _storedHour;

    public Dictionary<Guid, ModelHold> Open { get; } = [];

    public static IReadOnlyList<BudgetDefinition> Budgets { get; } =
    [
        Some.Budget("400tokens", "total", "total"), Some.Budget("100tokens", "hour", "hourly"), Some.Budget("150tokens", "total", "user") with { Each = "user" },
    ];

    public void See(DateTimeOffset now)
    {
        var hour = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero);
        _hour = hour > _hour ? hour : _hour;
    }

    /// <summary>A clock set back reopens only a window in which nothing was ever stored.</summary>
    public void Crash() => _hour = _storedHour;

    public long Limit(string budget) => _limits[budget];

    public void SetLimit(string budget, long limit) => _limits[budget] = limit;

    public bool Fits(string user, long amount) => Keys(user).All(k => Sum(k).Used + amount <= _limits[k.Budget]);

    public void Hold(Guid id, string user, long amount, TimeSpan due, DateTimeOffset expires)
    {
        var keys = Keys(user);
        Open[id] = new ModelHold(keys, amount, due, expires);
        _storedHour = _hour;
        Change(keys, new Balance(0, amount, 0, 0));
    }

    public void Settle(Guid id, long actual)
    {
        Open.Remove(id, out var hold);
        var covered = Math.Min(actual, hold!.Amount);
        Change(hold.Keys, new Balance(covered, -hold.Amount, actual - covered, 0));
    }

    public void Release(Guid id)
    {
        Open.Remove(id, out var hold);
        Change(hold!.Keys, new Balance(0, -hold.Amount, 0, 0));
    }

    public void Observe(string user, long amount)
    {
        // Spend that was heard of opens the window in the store too, so that a restart finds it (R26).
        if (amount != 0)
            _storedHour = _hour;
        Change(Keys(user), new Balance(0, 0, 0, amount));
    }

    public Balance Now(string budget, string value) => Sum((budget, value, budget == "hourly" ? _hour : default));

    public Balance Ever(string budget) => _sums.Where(s => s.Key.Budget == budget).Aggregate(default(Balance), static (sum, s) => sum + s.Value);

    private (string Budget, string Value, DateTimeOffset Window)[] Keys(string user) => [("total", "", default), ("hourly", "", _hour), ("user", user, default)];

    private Balance Sum((string Budget, string Value, DateTimeOffset Window) key) => _sums.GetValueOrDefault(key);

    private void Change((string Budget, string Value, DateTimeOffset Window)[] keys, Balance delta)
    {
        foreach (var key in keys)
            _sums[key] = Sum(key) + delta;
    }
}
