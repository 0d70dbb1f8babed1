using System.Runtime.InteropServices;

namespace Purser.Ledger.Reports;

/// <summary>Puts a report together from slices: filters, groups, sums, orders. Used by one thread.</summary>
internal sealed class UsageReportBuilder
{
    private readonly UsageQuery _query;
    private readonly Dictionary<GroupKey, UsageTotals> _groups = [];
    private UsageTotals _totals;

    /// <exception cref="ArgumentException">An unknown grouping, filter or zone.</exception>
    public UsageReportBuilder(UsageQuery query)
    {
        _query = query;
        foreach (var name in query.GroupBy)
            UsageGrouping.Validate(name);
        foreach (var name in query.Where.Keys)
            ValidateFilter(name);
        Calendar = UsageCalendar.For(query.TimeZone);
        GroupsByTime = query.GroupBy.Any(UsageGrouping.IsTime);
        NeedsSessions = query.GroupBy.Concat(query.Where.Keys).Contains("session");
        NeedsTags = query.GroupBy.Concat(query.Where.Keys).Any(UsageGrouping.IsTag);
    }

    public UsageCalendar Calendar { get; }

    public bool GroupsByTime { get; }

    /// <summary>Whether sessions or tags are asked for, which only the fine roll-up knows.</summary>
    public bool NeedsSession => NeedsSessions || NeedsTags;

    public bool NeedsSessions { get; }

    public bool NeedsTags { get; }

    /// <summary>The spans that answer the query over data that lies in [<paramref name="dataFrom"/>, <paramref name="dataUntil"/>).</summary>
    public IEnumerable<RollupSpan> Spans(long dataFrom, long dataUntil)
    {
        var from = _query.Since is { } since ? Math.Max(CeilingOf(since), dataFrom) : dataFrom;
        var until = _query.Until is { } end ? Math.Min(CeilingOf(end), dataUntil) : dataUntil;
        var coarsest = GroupsByTime ? Calendar.Coarsest(from, until) : RollupLevel.Day;
        return RollupSpan.Cover(from, until, NeedsSession && coarsest > RollupLevel.Quarter ? RollupLevel.Quarter : coarsest);
    }

    /// <summary>The refusal of a range whose edge would need events that are gone.</summary>
    public static ArgumentException DetailGone(long floor) => new(
        $"Single events before {Microseconds.ToInstant(floor):yyyy-MM-ddTHH:mm}Z are gone; ask for a range that starts and ends on a quarter of an hour.");

    /// <summary>Whether the query's tenant and filters let these calls through; the day plays no part.</summary>
    public bool Matches(in UsageSlice slice)
    {
        if (_query.Tenant is { } tenant && tenant != slice.Dimensions.Tenant)
            return false;
        foreach (var (name, value) in _query.Where)
        {
            if (UsageGrouping.Value(name, slice) != value)
                return false;
        }

        return true;
    }

    public void Add(in UsageSlice slice, in UsageTotals totals)
    {
        if (!Matches(slice))
            return;
        var values = new string?[_query.GroupBy.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = UsageGrouping.Value(_query.GroupBy[i], slice);
        ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, new GroupKey(values), out _);
        group += totals;
        _totals += totals;
    }

    /// <summary>Groups whose calls were all reversed are left out.</summary>
    public UsageReport Build()
    {
        var rows = _groups.Where(static g => !g.Value.IsZero)
            .OrderBy(static g => g.Key)
            .Select(g => g.Value.ToRow(Name(g.Key)))
            .ToArray();
        return new UsageReport(rows, _totals.ToRow([]));
    }

    private KeyValuePair<string, string?>[] Name(GroupKey key)
    {
        var named = new KeyValuePair<string, string?>[key.Values.Length];
        for (var i = 0; i < named.Length; i++)
            named[i] = new(_query.GroupBy[i], key.Values[i]);
        return named;
    }

    // A bound between two stored microseconds belongs to the later one on both sides of a half-open range.
    private static long CeilingOf(DateTimeOffset at)
    {
        var floor = Microseconds.Of(at);
        return Microseconds.ToInstant(floor) < at ? floor + 1 : floor;
    }

    private static void ValidateFilter(string name)
    {
        UsageGrouping.Validate(name);
        if (UsageGrouping.IsTime(name))
            throw new ArgumentException($"'{name}' is no filter; use Since and Until.", nameof(name));
    }
}
