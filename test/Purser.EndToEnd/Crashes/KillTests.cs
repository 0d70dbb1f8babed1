using System.Text.Json;
using Purser.EndToEnd.Harness;
using Purser.Sqlite.Native;

namespace Purser.EndToEnd.Crashes;

/// <summary>The real server is killed at random moments under load and started again (budgets R31, 10.3). Rounds: PURSER_CRASH_ROUNDS, default 3.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const string Configuration = $$"""
        {{Prices.Cents}}, "budgets": { "hold_ttl": "2s" }
        """;

    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("PURSER_CRASH_ROUNDS"), out var rounds) ? rounds : 3;
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("PURSER_CRASH_SEED"), out var seed) ? seed : Random.Shared.Next();

    [Fact]
    public async Task After_every_kill_each_answer_read_to_its_end_is_settled_once_and_the_limit_stands()
    {
        output.WriteLine($"seed {Seed}, {Rounds} rounds (PURSER_CRASH_SEED, PURSER_CRASH_ROUNDS)");
        var random = new Random(Seed);
        await using var house = await House.StartAsync(Configuration);
        var load = new CrashLoad(house, Seed);
        var limit = 0m;
        var known = new HashSet<string>();
        for (var round = 1; round <= Rounds; round++)
        {
            limit += 1.5m;
            (await house.PurserAsync("budget", "set", "crash", "--limit", $"{limit}usd", "--window", "total")).ShouldSucceed();
            await LoadThenKillAsync(house, load, round, random.Next(100, 1500));
            await house.RestartAsync();
            var left = await CheckAsync(house, limit, load.Completed.Where(known.Add).ToArray());
            output.WriteLine($"round {round}: {load.Completed.Count} read to their end so far, {left} holds left behind");
        }

        load.Completed.ShouldNotBeEmpty();
        await LeftHoldsEndAsync(house, load);
        await SettledOnceAsync(house, load.Completed);
        (await house.PurserAsync("doctor", "--verify")).ShouldSucceed();
        await house.Server.KillAsync();
        output.WriteLine(NothingTwice(house));
    }

    private static async Task LoadThenKillAsync(House house, CrashLoad load, int round, int milliseconds)
    {
        var before = load.Completed.Count;
        var running = load.RunAsync(round);
        // Every third kill may fall into the warming up of the server; the others fall into its work.
        if (round % 3 != 0)
            await Eventually.TrueAsync(() => Task.FromResult(load.Completed.Count > before || running.IsCompleted), "the round's first answer");
        using (var moment = new PeriodicTimer(TimeSpan.FromMilliseconds(milliseconds)))
            await moment.WaitForNextTickAsync();
        await house.Server.KillAsync();
        await running;
    }

    private static async Task<int> CheckAsync(House house, decimal limit, IReadOnlyCollection<string> completed)
    {
        var instance = (await house.Server.GetAsync("/api/v1/budgets/crash")).GetProperty("instances").EnumerateArray().SingleOrDefault();
        if (instance.ValueKind == JsonValueKind.Object)
            (Usd(instance, "settled") + Usd(instance, "held")).ShouldBeLessThanOrEqualTo(limit);
        var holds = (await house.Server.GetAsync("/api/v1/reservations?state=held")).GetProperty("reservations").EnumerateArray().ToArray();
        holds.ShouldAllBe(h => h.GetProperty("reason").GetString()!.Length > 0 && h.GetProperty("expires_at").ValueKind == JsonValueKind.String);
        var held = holds.Select(h => h.GetProperty("id").GetString()!).ToHashSet();
        held.Intersect(completed).ShouldBeEmpty();
        await SettledOnceAsync(house, completed);
        return holds.Length;
    }

    private static Task SettledOnceAsync(House house, IEnumerable<string> ids) =>
        Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (id, _) => await SettledOnceAsync(house, id));

    // Over the whole file, beside what each request says of itself.
    private static string NothingTwice(House house)
    {
        using var ledger = SqliteDatabase.OpenReader(Directory.GetFiles(house.Data, "*.db").ShouldHaveSingleItem());
        var counts = (
            Entries: ledger.Scalar("SELECT count(*) FROM entries"),
            EntryIds: ledger.Scalar("SELECT count(DISTINCT id) FROM entries"),
            Events: ledger.Scalar("SELECT count(*) FROM events"),
            Attempts: ledger.Scalar("SELECT count(*) FROM (SELECT DISTINCT request, attempt FROM events)"));
        counts.EntryIds.ShouldBe(counts.Entries);
        counts.Attempts.ShouldBe(counts.Events);
        return $"{counts.Entries} entries, {counts.Events} events, none twice";
    }

    private static async Task SettledOnceAsync(House house, string id)
    {
        var request = await house.RequestAsync(id);
        var entries = request.GetProperty("entries").EnumerateArray().ToArray();
        entries.Count(e => Kind(e) == "hold").ShouldBe(1, id);
        entries.Count(e => Kind(e) == "settle").ShouldBe(1, id);
        entries.Select(e => e.GetProperty("id").GetString()).ShouldBeUnique();
        request.GetProperty("events").EnumerateArray().ShouldHaveSingleItem().GetProperty("status").GetString().ShouldBe("ok", id);
    }

    // R31: what nobody settled is charged in full when its time is up, never given back in silence.
    private static async Task LeftHoldsEndAsync(House house, CrashLoad load)
    {
        await Eventually.TrueAsync(
            async () => (await house.Server.GetAsync("/api/v1/reservations?state=held")).GetProperty("total").GetInt32() == 0,
            "every hold that was left behind has ended");
        foreach (var id in load.Begun.Except(load.Completed))
        {
            var request = await house.RequestAsync(id);
            var ends = request.GetProperty("entries").EnumerateArray().Select(Kind).Where(k => k is "settle" or "expire" or "release").ToArray();
            ends.ShouldHaveSingleItem(id).ShouldBeOneOf("settle", "expire");
        }

        var instance = (await house.Server.GetAsync("/api/v1/budgets/crash")).GetProperty("instances").EnumerateArray().Single();
        Usd(instance, "held").ShouldBe(0m);
    }

    private static string Kind(JsonElement entry) => entry.GetProperty("kind").GetString()!;

    private static decimal Usd(JsonElement instance, string name) => decimal.Parse(instance.GetProperty(name).GetString()!);
}
