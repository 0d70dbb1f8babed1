using Purser.Ledger;
using Purser.Pricing;
using Purser.Testing;
using Purser.Tokens;

namespace Purser.Tests.Ledger.Contract;

/// <summary>Reports of every store against a naive fold of the events.</summary>
public abstract class LedgerReportContract : IAsyncLifetime
{
    private static readonly string[] Zones = ["UTC", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe", "America/New_York"];
    private static readonly string[] Groupings =
        ["day", "week", "month", "model", "provider", "agent", "component", "user", "session", "team", "key", "source", "status", "tag:env", "tag:run"];

    private ILedgerStore _store = null!;

    protected abstract ValueTask<ILedgerStore> OpenAsync();

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Any_grouping_of_random_events_equals_the_naive_fold(int seed)
    {
        var random = new Random(seed);
        var events = Enumerable.Range(0, 400).Select(_ => RandomEvent(random)).ToArray();
        foreach (var chunk in events.Chunk(50))
            await _store.ApplyAsync([.. chunk.Select(static e => Some.Batch(e))], default);

        for (var i = 0; i < 60; i++)
        {
            var query = RandomQuery(random);
            var expected = NaiveReport.Of(query, events);
            var actual = NaiveReport.Lines(await _store.QueryAsync(query, default));
            actual.ShouldBe(expected, $"{query} by {string.Join(',', query.GroupBy)}");
        }
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-28T22:59:59Z", "2026-03-28")]
    [InlineData("Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29")] // a day of 23 hours
    [InlineData("Europe/Berlin", "2026-03-29T21:59:59Z", "2026-03-29")]
    [InlineData("Europe/Berlin", "2026-03-29T22:00:00Z", "2026-03-30")]
    [InlineData("Europe/Berlin", "2026-10-25T22:59:59Z", "2026-10-25")] // a day of 25 hours
    [InlineData("Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25")]
    [InlineData("Asia/Kathmandu", "2026-11-20T18:14:59Z", "2026-11-20")] // +05:45
    [InlineData("Asia/Kathmandu", "2026-11-20T18:15:00Z", "2026-11-21")]
    [InlineData("America/Sao_Paulo", "2018-11-04T02:59:59Z", "2018-11-03")] // midnight that does not exist
    [InlineData("America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-04")]
    [InlineData("Africa/Monrovia", "1971-06-01T00:44:29Z", "1971-05-31")] // -00:44:30, finer than any bucket
    [InlineData("Africa/Monrovia", "1971-06-01T00:44:30Z", "1971-06-01")]
    public async Task R25_an_event_belongs_to_the_local_day_of_its_admission(string zone, string at, string day)
    {
        await _store.ApplyAsync([Some.Batch(Some.Event(DateTimeOffset.Parse(at)))], default);

        var report = await _store.QueryAsync(new UsageQuery { GroupBy = ["day"], TimeZone = zone }, default);
        report.Rows.ShouldHaveSingleItem().Key.ShouldHaveSingleItem().Value.ShouldBe(day);
    }

    [Fact]
    public async Task Weeks_begin_on_Monday_and_months_are_named_by_year_and_month()
    {
        await _store.ApplyAsync([Some.Batch(Some.Event(new DateTimeOffset(2026, 11, 1, 23, 0, 0, TimeSpan.Zero)))], default);

        var report = await _store.QueryAsync(new UsageQuery { GroupBy = ["week", "month", "day"] }, default);
        report.Rows[0].Key.Select(static k => k.Value).ShouldBe(["2026-10-26", "2026-11", "2026-11-01"]);
    }

    [Fact]
    public async Task R37_a_reversal_takes_its_event_out_again()
    {
        var e = Some.Event();
        await _store.ApplyAsync([Some.Batch(e), Some.Batch(e with { Id = Some.Id(), Sign = -1 })], default);

        var report = await _store.QueryAsync(new UsageQuery { GroupBy = ["session", "model"] }, default);
        report.Rows.ShouldBeEmpty();
        report.Totals.ShouldBeEquivalentTo(new UsageRow { Key = [], Calls = 0 });
    }

    [Theory]
    [InlineData("moddel", "UTC", "tag:NAME")]
    [InlineData("tag:", "UTC", "tag:NAME")]
    [InlineData("model", "Mars/Olympus", "Europe/Berlin")]
    public async Task An_unknown_grouping_or_zone_is_refused_with_what_is_known(string grouping, string zone, string hint)
    {
        var query = new UsageQuery { GroupBy = [grouping], TimeZone = zone };
        (await Should.ThrowAsync<ArgumentException>(async () => await _store.QueryAsync(query, default))).Message.ShouldContain(hint);
    }

    [Fact]
    public async Task A_filter_by_time_is_refused_and_an_empty_range_is_empty()
    {
        await _store.ApplyAsync([Some.Batch(Some.Event())], default);
        var byDay = new UsageQuery { Where = new Dictionary<string, string> { ["day"] = "2026-11-20" } };
        await Should.ThrowAsync<ArgumentException>(async () => await _store.QueryAsync(byDay, default));
        (await _store.QueryAsync(new UsageQuery { Since = Some.Noon.AddDays(1), Until = Some.Noon }, default)).Totals.Calls.ShouldBe(0);
    }

    private static UsageQuery RandomQuery(Random random)
    {
        var groups = random.GetItems(Groupings, random.Next(4)).Distinct().ToArray();
        var since = Some.Noon.AddMinutes(random.Next(-20_000, 20_000)).AddMicroseconds(random.Next(3));
        return new UsageQuery
        {
            GroupBy = groups,
            TimeZone = Zones[random.Next(Zones.Length)],
            Since = random.Next(3) == 0 ? null : since,
            Until = random.Next(3) == 0 ? null : since.AddMinutes(random.Next(1, 20_000)).AddTicks(random.Next(3)),
            Tenant = random.Next(4) == 0 ? "acme" : null,
            Where = random.Next(3) switch
            {
                0 => new Dictionary<string, string> { ["user"] = "u1" },
                1 => new Dictionary<string, string> { ["tag:env"] = "prod", ["status"] = "ok" },
                _ => new Dictionary<string, string>(),
            },
        };
    }

    private static UsageEvent RandomEvent(Random random)
    {
        var at = Some.Noon.AddMinutes(random.Next(-20_000, 20_000)).AddMicroseconds(random.Next(2));
        string? Any(string prefix) => random.Next(4) is var n && n == 0 ? null : prefix + n;
        var tags = new Dictionary<string, string>();
        if (random.Next(2) == 0)
            tags["env"] = random.Next(2) == 0 ? "prod" : "test";
        if (random.Next(3) == 0)
            tags["run"] = Any("r") ?? "r0";
        return Some.Event(at) with
        {
            Attributes = new CallAttributes
            {
                Tenant = random.Next(2) == 0 ? "acme" : "default",
                Provider = Any("p"), Model = Any("m"), User = Any("u"), Agent = Any("a"), Component = Any("c"), Session = Any("s"), Team = Any("t"), KeyId = Any("k"), Tags = tags,
            },
            Status = (EventStatus)random.Next(5),
            Source = (UsageSource)random.Next(4),
            Usage = random.Next(4) == 0 ? null : new TokenUsage { InputUncached = random.Next(5000), InputAudio = random.Next(3), CacheRead = random.Next(9), CacheWrite5m = 1, CacheWrite1h = 2, OutputText = random.Next(900), OutputAudio = 3, OutputReasoning = random.Next(5) },
            Cost = random.Next(3) == 0 ? null : new NanoUsd(random.NextInt64(1_000_000_000)),
            Charged = new NanoUsd(random.NextInt64(1_000_000_000)),
            Duration = random.Next(5) == 0 ? null : TimeSpan.FromMicroseconds(random.Next(5_000_000)),
        };
    }
}
