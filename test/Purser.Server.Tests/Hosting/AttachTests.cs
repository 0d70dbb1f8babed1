using Purser.Budgets;
using Purser.Calls;
using Purser.Ledger;
using Purser.Server.Hosting;
using Purser.Server.Tests.Api;
using Purser.Sqlite;
using Purser.Tokens;

namespace Purser.Server.Tests.Hosting;

public sealed class AttachTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_library_beside_a_server_holds_and_settles_through_it()
    {
        await using var world = await ApiWorld.StartAsync();
        await world.SendAsync("PUT", "/budgets/daily", """{"limit":"0.15usd","window":"day","max_hold_share":100,"wait":"00:00:00"}""");
        await using var library = await OpenAsync(world);
        library.IsAttached.ShouldBeTrue();

        var call = await library.Calls.BeginAsync(Intent(), Stop);
        (call.Hold.Verdict, call.Hold.Enforced, call.Hold.Legs.Single().Held).ShouldBe((HoldVerdict.Admitted, true, 100_000_000));
        var refused = await library.Calls.BeginAsync(Intent(), Stop);
        (refused.Allowed, refused.Hold.Refusal!.BudgetId, refused.Hold.Refusal.Available).ShouldBe((false, "daily", 50_000_000));
        (await library.Calls.CompleteAsync(call, Answer(), Stop)).Spooled.ShouldBeFalse();

        var row = (await world.SendAsync("GET", "/usage?by=user,source")).Body!["rows"]!.AsArray().Single()!;
        (row["key"]!["user"]!.ToString(), row["key"]!["source"]!.ToString(), (long)row["usage"]!["total"]!).ShouldBe(("alice", "library", 13));
        (await world.SendAsync("GET", "/reservations")).Body!["total"]!.ToString().ShouldBe("0");
    }

    [Fact]
    public async Task An_unknown_end_costs_the_whole_hold_and_an_uncontacted_call_nothing()
    {
        await using var world = await ApiWorld.StartAsync();
        await world.SendAsync("PUT", "/budgets/daily", """{"limit":"1usd","window":"day"}""");
        await using var library = await OpenAsync(world);
        await library.Calls.CompleteAsync(await library.Calls.BeginAsync(Intent(), Stop), new() { End = CallEnd.NotContacted }, Stop);
        await library.Calls.CompleteAsync(await library.Calls.BeginAsync(Intent(), Stop), new() { End = CallEnd.Unknown }, Stop);
        var instance = (await world.SendAsync("GET", "/budgets/daily")).Body!["instances"]![0]!;
        (instance["settled"]!.ToString(), instance["held"]!.ToString()).ShouldBe(("0.1", "0"));
    }

    [Fact]
    public async Task What_the_server_cannot_take_is_spooled_and_arrives_once_when_it_is_back()
    {
        var first = await ApiWorld.StartAsync();
        PurserService library = await OpenAsync(first);
        var call = await library.Calls.BeginAsync(Intent(), Stop);
        await first.Server.DisposeAsync();
        (await library.Calls.CompleteAsync(call, Answer(), Stop)).Spooled.ShouldBeTrue();
        await Should.ThrowAsync<LedgerUnavailableException>(async () => await library.Calls.BeginAsync(Intent(), Stop));

        await using var second = await ApiWorld.StartAsync(directory: first.Data);
        await library.DisposeAsync();
        ((long)(await second.SendAsync("GET", "/usage")).Body!["totals"]!["calls"]!).ShouldBe(1);
        (await second.SendAsync("GET", "/reservations")).Body!["total"]!.ToString().ShouldBe("0");
        Directory.EnumerateDirectories(Path.Combine(first.Data, "data", "attached")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_library_that_owns_the_directory_serves_no_HTTP_and_a_server_says_so()
    {
        await using var world = await ApiWorld.StartAsync();
        await world.Server.DisposeAsync();
        await using var library = await OpenAsync(world);
        library.IsAttached.ShouldBeFalse();
        DataDirectory.Owner(Path.Combine(world.Data, "data"))!.Url.ShouldBeNull();
        var error = await Should.ThrowAsync<DataDirectoryOwnedException>(() => PurserServer.StartAsync(ApiWorld.Configuration(world.Data), cancellationToken: Stop));
        error.Message.ShouldContain("purser serve --data");
        await Should.ThrowAsync<DataDirectoryOwnedException>(() => OpenAsync(world));
    }

    [Fact]
    public async Task Budgets_of_an_attached_library_are_refused_rather_than_ignored()
    {
        await using var world = await ApiWorld.StartAsync();
        var options = new PurserOptions().UseSqlite(Path.Combine(world.Data, "data"));
        options.Budgets.Add(new() { Name = "mine", Limit = BudgetLimit.Parse("1usd"), Window = BudgetWindow.Parse("day") });
        (await Should.ThrowAsync<InvalidOperationException>(() => PurserService.OpenAsync(options, Stop))).Message.ShouldContain("purser budget set");
    }

    private static Task<PurserService> OpenAsync(ApiWorld world) => PurserService.OpenAsync(new PurserOptions().UseSqlite(Path.Combine(world.Data, "data")), Stop);

    private static CallIntent Intent() => new()
    {
        Attributes = new() { User = "alice", Provider = "openai", Model = "gpt-4o-mini" },
        Source = UsageSource.Library,
        StatedHold = new(100_000_000, 100, 100, 200),
    };

    private static CallOutcome Answer() => new()
    {
        End = CallEnd.Complete,
        Reading = new() { Status = UsageStatus.Ok, Dialect = "openai-chat", Model = "gpt-4o-mini", Usage = new TokenUsage { InputUncached = 8, OutputText = 5 } },
    };
}
