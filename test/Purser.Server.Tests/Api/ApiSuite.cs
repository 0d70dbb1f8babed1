using System.Text.Json.Nodes;

namespace Purser.Server.Tests.Api;

/// <summary>What the API promises, whatever carries it.</summary>
public abstract class ApiSuite(bool http) : IAsyncLifetime
{
    private const string Daily = """{"limit":"1usd","window":"day"}""";
    private ApiWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await ApiWorld.StartAsync(http);

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_reservation_is_held_settled_and_reported()
    {
        await PutAsync("daily", Daily);
        var (status, held, _) = await _world.SendAsync("POST", "/reservations", """{"context":{"user":"alice","agent":"planner"},"hold":{"cost_usd":"0.10"}}""");
        status.ShouldBe(201);
        (Text(held, "held_usd"), Text(held!["budgets"]![0], "name"), Text(held["budgets"]![0], "held")).ShouldBe(("0.1", "daily", "0.1"));
        held["expires_at"].ShouldNotBeNull();
        var listed = (await _world.SendAsync("GET", "/reservations?state=held")).Body!["reservations"]!.AsArray().Single();
        Text(listed, "id").ShouldBe(Text(held, "id"));
        (await InstanceAsync("daily", "held")).ShouldBe("0.1");

        var id = Text(held, "id");
        (status, var settled, _) = await _world.SendAsync("POST", $"/reservations/{id}/settle", """{"cost_usd":"0.04"}""");
        (status, Text(settled, "state"), Text(settled, "charged_usd")).ShouldBe((200, "settled", "0.04"));
        (await InstanceAsync("daily", "settled")).ShouldBe("0.04");
        (await InstanceAsync("daily", "held")).ShouldBe("0");
        var row = (await _world.SendAsync("GET", "/usage?by=user")).Body!["rows"]![0]!;
        (Text(row["key"], "user"), (long)row["calls"]!, Text(row, "charged_usd")).ShouldBe(("alice", 1, "0.04"));
    }

    [Fact]
    public async Task R10_a_hold_that_does_not_fit_is_a_429_problem_with_every_field()
    {
        await PutAsync("small", """{"limit":"1usd","window":"day","max_hold_share":100,"wait":"00:00:00"}""");
        (await _world.SendAsync("POST", "/reservations", """{"context":{},"hold":{"cost_usd":"0.9"}}""")).Status.ShouldBe(201);
        var (status, problem, response) = await _world.SendAsync("POST", "/reservations", """{"context":{},"hold":{"cost_usd":0.2}}""");
        status.ShouldBe(429);
        response.ContentType.ShouldBe("application/problem+json");
        Text(problem, "type").ShouldEndWith("budget-exceeded");
        Text(problem, "code").ShouldBe("budget_exceeded");
        foreach (var field in (string[])["budget", "scope", "window", "unit", "limit", "admitted", "held", "observed", "requested_hold", "available", "resets_at", "remedy"])
            problem!.AsObject().ContainsKey(field).ShouldBeTrue(field);
        (Text(problem, "held"), Text(problem, "available"), Text(problem, "requested_hold")).ShouldBe(("0.9", "0.1", "0.2"));
        response.RetryAfterSeconds.ShouldNotBeNull();

        var why = (await _world.SendAsync("GET", $"/requests/{Text(problem, "id")}")).Body;
        (Text(why, "decision"), Text(why!["refusal"], "budget")).ShouldBe(("refused", "small"));
    }

    [Fact]
    public async Task R36_settling_twice_alike_is_a_no_op_and_otherwise_a_conflict()
    {
        await PutAsync("daily", Daily);
        var id = await ReserveAsync("0.1");
        await _world.SendAsync("POST", $"/reservations/{id}/settle", """{"cost_usd":"0.04"}""");
        var (status, repeated, _) = await _world.SendAsync("POST", $"/reservations/{id}/settle", """{"cost_usd":"0.04"}""");
        (status, (bool)repeated!["repeated"]!).ShouldBe((200, true));
        (await _world.SendAsync("POST", $"/reservations/{id}/settle", """{"cost_usd":"0.05"}""")).Status.ShouldBe(409);
        (await InstanceAsync("daily", "settled")).ShouldBe("0.04");
    }

    [Fact]
    public async Task A_released_reservation_gives_its_hold_back()
    {
        await PutAsync("daily", Daily);
        var id = await ReserveAsync("0.1");
        (await _world.SendAsync("POST", $"/reservations/{id}/release")).Status.ShouldBe(200);
        (await InstanceAsync("daily", "available")).ShouldBe("1");
        Text((await _world.SendAsync("GET", $"/reservations/{id}")).Body, "state").ShouldBe("ended");
        Text((await _world.SendAsync("GET", $"/requests/{id}")).Body, "decision").ShouldBe("released");
    }

    [Fact]
    public async Task R35_an_idempotency_key_never_holds_twice()
    {
        await PutAsync("daily", Daily);
        const string body = """{"context":{"user":"a"},"hold":{"cost_usd":"0.1"},"idempotency_key":"k1"}""";
        var first = await _world.SendAsync("POST", "/reservations", body);
        var (status, again, _) = await _world.SendAsync("POST", "/reservations", body);
        (status, again!.ToJsonString()).ShouldBe((200, first.Body!.ToJsonString()), "the same reservation and decision");
        (status, var other, _) = await _world.SendAsync("POST", "/reservations", body.Replace("0.1", "0.2"));
        (status, Text(other, "code")).ShouldBe((409, "key_reused"));
        (await InstanceAsync("daily", "held")).ShouldBe("0.1");
        await _world.SendAsync("POST", $"/reservations/{Text(first.Body, "id")}/settle", """{"cost_usd":"0.1"}""");
        Text((await _world.SendAsync("POST", "/reservations", body)).Body, "code").ShouldBe("already_done");
    }

    [Fact]
    public async Task A_hold_that_lacks_a_unit_of_a_strict_budget_is_a_400()
    {
        await PutAsync("tokens", """{"limit":"1000tokens","window":"day"}""");
        var (status, problem, _) = await _world.SendAsync("POST", "/reservations", """{"context":{},"hold":{"cost_usd":"0.1"}}""");
        (status, Text(problem!["errors"]![0], "field")).ShouldBe((400, "hold.input_tokens"));
        (await _world.SendAsync("POST", "/reservations", """{"context":{},"hold":{"input_tokens":100,"max_output_tokens":50}}""")).Status.ShouldBe(201);
        (await InstanceAsync("tokens", "held")).ShouldBe("150");
    }

    [Theory]
    [InlineData("POST", "/reservations", "", 400)]
    [InlineData("POST", "/reservations", "{", 400)]
    [InlineData("POST", "/reservations", "null", 400)]
    [InlineData("POST", "/reservations", "{\"context\":{}}", 400)]
    [InlineData("POST", "/reservations", "{\"hold\":{\"cost_usd\":\"-1\"}}", 400)]
    [InlineData("POST", "/reservations", "{\"hold\":{\"cost_usd\":\"1\"},\"nonsense\":1}", 400)]
    [InlineData("POST", "/reservations/not-an-id/settle", "{\"cost_usd\":1}", 404)]
    [InlineData("POST", "/reservations/0192f0c4-0000-7000-8000-000000000000/settle", "{\"cost_usd\":1}", 404)]
    [InlineData("GET", "/requests/0192f0c4-0000-7000-8000-000000000000", null, 404)]
    [InlineData("GET", "/budgets/none", null, 404)]
    [InlineData("GET", "/nothing", null, 404)]
    [InlineData("DELETE", "/usage", null, 405)]
    [InlineData("GET", "/usage?by=colour", null, 400)]
    [InlineData("GET", "/usage?since=yesterday&until=x", null, 400)]
    [InlineData("GET", "/usage?nonsense=1", null, 400)]
    [InlineData("PUT", "/budgets/b", "{\"limit\":\"much\",\"window\":\"day\"}", 400)]
    [InlineData("PUT", "/budgets/b", "{\"limit\":\"1usd\",\"window\":\"day\",\"nonsense\":1}", 400)]
    [InlineData("PUT", "/prices/x/y", "{\"input\":1}", 400)]
    [InlineData("POST", "/prices/import", "[]", 400)]
    [InlineData("POST", "/keys", "{\"scopes\":[\"root\"]}", 400)]
    public async Task A_bad_request_is_a_problem_that_says_so(string method, string target, string? body, int expected)
    {
        var (status, problem, response) = await _world.SendAsync(method, target, body);
        status.ShouldBe(expected);
        response.ContentType.ShouldBe("application/problem+json");
        ((int)problem!["status"]!, Text(problem, "type").StartsWith("urn:purser:problem:", StringComparison.Ordinal)).ShouldBe((expected, true));
    }

    [Fact]
    public async Task Validation_names_everything_that_is_wrong_at_once()
    {
        var problem = (await _world.SendAsync("POST", "/keys", """{"scopes":["root"],"allowed_headers":["cookie"],"expires_at":"2001-01-01T00:00:00Z"}""")).Body;
        problem!["errors"]!.AsArray().Select(e => Text(e, "field")).ShouldBe(["scopes", "allowed_headers", "expires_at", "name"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_budget_is_set_overridden_listed_and_removed()
    {
        (await PutAsync("b", """{"limit":"2usd","window":"month","zone":"Europe/Berlin","mode":"guarded"}""")).ShouldBe(201);
        (await PutAsync("b", """{"limit":"3usd","window":"month","zone":"Europe/Berlin","mode":"guarded"}""")).ShouldBe(200);
        var until = TimeProvider.System.GetUtcNow().AddHours(1).ToString("O");
        var (status, raised, _) = await _world.SendAsync("POST", "/budgets/b/override", $$"""{"by":"5usd","until":"{{until}}","reason":"launch"}""");
        (status, Text(raised, "by"), Text(raised, "reason")).ShouldBe((201, "5", "launch"));
        var shown = (await _world.SendAsync("GET", "/budgets")).Body!["budgets"]![0];
        (Text(shown, "name"), Text(shown, "limit"), Text(shown, "window"), Text(shown, "mode")).ShouldBe(("b", "8", "month", "guarded"));
        (await _world.SendAsync("GET", "/budgets/b/history")).Body!["entries"]!.AsArray().Count.ShouldBe(3);
        (await _world.SendAsync("DELETE", "/budgets/b")).Status.ShouldBe(204);
        (await _world.SendAsync("GET", "/budgets/b")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_price_of_the_users_own_is_in_force_for_later_usage()
    {
        (await _world.SendAsync("PUT", "/prices/openai/my-model", """{"input":0.25,"output":2}""")).Status.ShouldBe(200);
        (await _world.SendAsync("GET", "/prices/openai/my-model")).Status.ShouldBe(200);
        var (status, _, _) = await _world.SendAsync("POST", "/usage", """{"provider":"openai","model":"my-model","user":"bob","usage":{"input_uncached":1000000,"output_text":500000},"idempotency_key":"e1"}""");
        status.ShouldBe(201);
        var row = (await _world.SendAsync("GET", "/usage?by=model&user=bob")).Body!["rows"]![0]!;
        (Text(row["key"], "model"), Text(row, "cost_usd"), (long)row["usage"]!["total"]!).ShouldBe(("my-model", "1.25", 1_500_000));
    }

    [Fact]
    public async Task A_usage_event_is_counted_once_and_never_from_the_future()
    {
        const string body = """{"provider":"openai","model":"gpt-4o-mini","usage":{"input_uncached":10,"output_text":5},"idempotency_key":"once"}""";
        var first = await _world.SendAsync("POST", "/usage", body);
        var again = await _world.SendAsync("POST", "/usage", body);
        (first.Status, again.Status, Text(again.Body, "request_id")).ShouldBe((201, 200, Text(first.Body, "request_id")));
        Text((await _world.SendAsync("GET", $"/requests/{Text(first.Body, "request_id")}")).Body, "id").ShouldBe(Text(first.Body, "request_id"));
        (await _world.SendAsync("POST", "/usage", body.Replace("10", "11"))).Status.ShouldBe(409);
        var ahead = TimeProvider.System.GetUtcNow().AddMinutes(6).ToString("O");
        (await _world.SendAsync("POST", "/usage", $$"""{"provider":"openai","model":"m","admitted_at":"{{ahead}}"}""")).Status.ShouldBe(400);
        ((long)(await _world.SendAsync("GET", "/usage")).Body!["totals"]!["calls"]!).ShouldBe(1);
    }

    [Fact]
    public async Task A_usage_event_whose_price_no_budget_can_count_is_a_400_and_is_not_recorded()
    {
        var (status, problem, _) = await _world.SendAsync("POST", "/usage", """{"provider":"openai","model":"gpt-4o","usage":{"input_uncached":1125899906842624}}""");
        (status, (string?)problem!["errors"]![0]!["code"]).ShouldBe((400, "RANGE_ERROR"));
        ((long)(await _world.SendAsync("GET", "/usage")).Body!["totals"]!["calls"]!).ShouldBe(0);
    }

    [Fact]
    public async Task Doctor_and_status_answer()
    {
        var doctor = (await _world.SendAsync("GET", "/doctor?verify=true")).Body!;
        doctor["checks"]!.AsArray().Select(c => Text(c, "name")).ShouldBe(
            ["store", "schema", "flush", "disk", "open_holds", "budgets", "spool", "clock", "unpriced", "unmetered", "balances"], ignoreOrder: true);
        doctor["checks"]!.AsArray().ShouldAllBe(c => Text(c, "level") != "error");
        ((int)(await _world.SendAsync("GET", "/status")).Body!["pid"]!).ShouldBe(Environment.ProcessId);
    }

    [Fact]
    public async Task A_session_shows_its_totals()
    {
        await _world.SendAsync("POST", "/usage", """{"provider":"openai","model":"gpt-4o-mini","session":"s 1","usage":{"input_uncached":10,"output_text":5}}""");
        Text((await _world.SendAsync("GET", "/sessions")).Body!["rows"]![0]!["key"], "session").ShouldBe("s 1");
        ((long)(await _world.SendAsync("GET", "/sessions/s%201")).Body!["totals"]!["calls"]!).ShouldBe(1);
        (await _world.SendAsync("GET", "/sessions/other")).Status.ShouldBe(404);
    }

    private async Task<int> PutAsync(string name, string body) => (await _world.SendAsync("PUT", $"/budgets/{name}", body)).Status;

    private async Task<string> ReserveAsync(string usd) =>
        Text((await _world.SendAsync("POST", "/reservations", $$$"""{"context":{},"hold":{"cost_usd":"{{{usd}}}"}}""")).Body, "id");

    private async Task<string> InstanceAsync(string budget, string member) =>
        (await _world.SendAsync("GET", $"/budgets/{budget}")).Body!["instances"]![0]![member]!.ToString();

    private static string Text(JsonNode? node, string member) => node![member]!.ToString();
}
