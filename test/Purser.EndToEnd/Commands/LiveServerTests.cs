using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Commands;

/// <summary>The command line beside a live server, on the same data directory.</summary>
public sealed class LiveServerTests : IAsyncLifetime
{
    private House _house = null!;

    public async ValueTask InitializeAsync() => _house = await House.StartAsync(Prices.Cents);

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task Reports_by_model_agent_and_day_and_as_csv_answer_from_the_same_calls()
    {
        foreach (var agent in (string[])["planner", "planner", "coder"])
            await CallAsync("alice", agent);

        var model = await _house.JsonAsync("usage", "--by", "model");
        model.GetProperty("rows").EnumerateArray().ShouldHaveSingleItem().GetProperty("key").GetProperty("model").GetString().ShouldBe("cents");
        decimal.Parse(model.GetProperty("totals").GetProperty("cost_usd").GetString()!).ShouldBe(0.03m);
        var agents = (await _house.JsonAsync("usage", "--by", "agent")).GetProperty("rows").EnumerateArray()
            .ToDictionary(r => r.GetProperty("key").GetProperty("agent").GetString()!, r => r.GetProperty("calls").GetInt64());
        agents.ShouldBe(new Dictionary<string, long> { ["coder"] = 1, ["planner"] = 2 }, ignoreOrder: true);
        var days = await _house.JsonAsync("usage", "--by", "day", "--timezone", "Asia/Kathmandu");
        days.GetProperty("rows").EnumerateArray().Sum(r => r.GetProperty("calls").GetInt64()).ShouldBe(3);
        var csv = (await _house.PurserAsync("usage", "--by", "agent", "--csv")).ShouldSucceed().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        csv[0].ShouldStartWith("agent,");
        csv.ShouldContain(l => l.StartsWith("planner,2,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Why_explains_a_refusal_and_an_override_lifts_it()
    {
        (await _house.PurserAsync("budget", "set", "tiny", "--limit", "0.005usd", "--window", "total", "--match", "user=bob", "--no-fit")).ShouldSucceed();
        using var refused = await SendAsync("bob", "planner");
        ((int)refused.StatusCode).ShouldBe(429);
        var id = refused.Headers.GetValues("X-Purser-Request").Single();
        var why = await _house.JsonAsync("why", id);
        why.GetProperty("decision").GetString().ShouldBe("refused");
        why.GetProperty("refusal").GetRawText().ShouldContain("tiny");
        (await _house.PurserAsync("why", id)).ShouldSucceed().Output.ShouldContain("tiny");

        (await _house.PurserAsync("budget", "override", "tiny", "--by", "5usd", "--until", "2099-01-01T00:00:00Z", "--reason", "release week")).ShouldSucceed();
        using var passed = await SendAsync("bob", "planner");
        ((int)passed.StatusCode).ShouldBe(200);
    }

    [Fact]
    public async Task A_price_set_beside_the_server_counts_from_then_on_and_past_events_keep_theirs()
    {
        await CallAsync("alice", "planner", "openai-new-model");
        (await _house.PurserAsync("price", "set", "openai/openai-new-model", "--input", "0", "--output", "1")).ShouldSucceed();
        await CallAsync("alice", "planner", "openai-new-model");
        var totals = (await _house.JsonAsync("usage", "--by", "model")).GetProperty("totals");
        totals.GetProperty("calls").GetInt64().ShouldBe(2);
        decimal.Parse(totals.GetProperty("cost_usd").GetString()!).ShouldBe(0.00001m);
    }

    [Fact]
    public async Task A_key_names_its_user_and_is_refused_once_revoked()
    {
        var key = await _house.JsonAsync("key", "create", "--name", "ci", "--user", "ci-bot");
        var secret = key.EnumerateObject().Select(p => p.Value.ToString()).Single(v => v.StartsWith("pk-purser-", StringComparison.Ordinal) && v.Length > 40);
        using (var answer = await SendAsync(null, "planner", secret))
            ((int)answer.StatusCode).ShouldBe(200);
        (await _house.JsonAsync("usage", "--by", "user")).GetProperty("rows")[0].GetProperty("key").GetProperty("user").GetString().ShouldBe("ci-bot");

        (await _house.PurserAsync("key", "revoke", key.GetProperty("id").GetString()!)).ShouldSucceed();
        using var revoked = await SendAsync(null, "planner", secret);
        ((int)revoked.StatusCode).ShouldBe(401);
        _house.Model.Calls.Count.ShouldBe(1);
        _house.Server.Log.ShouldNotContain(secret);
        (await _house.PurserAsync("key", "list")).ShouldSucceed().Output.ShouldNotContain(secret);
    }

    [Fact]
    public async Task A_second_server_on_the_directory_is_refused_and_says_who_has_it()
    {
        var second = await _house.PurserAsync("serve", "--urls", "http://127.0.0.1:0");
        second.Exit.ShouldBe(1);
        second.Error.ShouldContain($"pid {_house.Server.Pid}");
        (await _house.Server.GetAsync("/api/v1/status")).GetProperty("pid").GetInt32().ShouldBe(_house.Server.Pid);
    }

    [Fact]
    public async Task A_server_told_to_stop_ends_well_and_its_directory_answers_the_same_afterwards()
    {
        await CallAsync("alice", "planner");
        var before = await _house.PurserAsync("usage", "--by", "user", "--json");
        (await _house.Server.StopAsync()).ShouldBe(0);
        (await _house.PurserAsync("usage", "--by", "user", "--json")).ShouldSucceed().Output.ShouldBe(before.Output);
        (await _house.PurserAsync("doctor", "--verify")).ShouldSucceed();
    }

    private async Task CallAsync(string user, string agent, string model = "cents")
    {
        using var answer = await SendAsync(user, agent, model: model);
        ((int)answer.StatusCode).ShouldBe(200, await answer.Content.ReadAsStringAsync());
    }

    private async Task<HttpResponseMessage> SendAsync(string? user, string agent, string? key = null, string model = "cents")
    {
        using var request = Requests.Chat(_house.Server.Url, 10, user: user, model: model);
        request.Headers.Add("X-Purser-Agent", agent);
        if (key is not null)
            request.Headers.Authorization = new("Bearer", key);
        return await _house.Server.Http.SendAsync(request);
    }
}
