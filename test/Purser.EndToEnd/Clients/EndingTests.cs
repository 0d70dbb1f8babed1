using System.Text.Json;
using System.Text.RegularExpressions;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Clients;

/// <summary>Calls that end badly, seen by real clients and settled as budgets R16 and R17 say.</summary>
public sealed class EndingTests : IAsyncLifetime
{
    private House _house = null!;

    public async ValueTask InitializeAsync() => _house = await House.StartAsync(Prices.WithBudget("ten", "10usd"));

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Theory]
    [InlineData(529)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task An_error_before_any_generation_burns_nothing(int status)
    {
        var (id, text) = await SendAsync(Requests.Chat(_house.Server.Url, 100, scripted: $"status={status}"), status);
        text.ShouldBe(_house.Model.Calls.Single().SentText);
        (await _house.RequestAsync(id)).GetProperty("decision").GetString().ShouldBe("released");
        await StandsAsync(settled: 0m, held: 0m);
    }

    [Fact]
    public async Task A_408_may_have_generated_and_costs_the_whole_hold()
    {
        await SendAsync(Requests.Chat(_house.Server.Url, 100, scripted: "status=408"), 408);
        await StandsAsync(settled: 0.10m, held: 0m);
    }

    [Fact]
    public async Task An_answer_without_usage_costs_the_whole_hold_and_is_never_free()
    {
        var (id, _) = await SendAsync(Requests.Chat(_house.Server.Url, 100, scripted: "no-usage"), 200);
        var usage = await EventAsync(id);
        usage.TryGetProperty("usage", out _).ShouldBeFalse();
        decimal.Parse(usage.GetProperty("charged_usd").GetString()!).ShouldBe(0.10m);
        await StandsAsync(settled: 0.10m, held: 0m);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_that_is_cut_or_left_after_ten_events_costs_the_whole_hold_where_hidden_output_is_possible(bool cut)
    {
        using var request = Requests.Chat(_house.Server.Url, 500, stream: true, scripted: "pause=10", model: "both");
        var answer = await _house.Server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        var id = answer.Headers.GetValues("X-Purser-Request").Single();
        var body = new StreamReader(await answer.Content.ReadAsStreamAsync());
        for (var line = 0; line < 20; line++)
            (await body.ReadLineAsync()).ShouldNotBeNull();
        var call = _house.Model.Calls.Single();
        if (cut)
        {
            call.Cut();
            await Should.ThrowAsync<IOException>(body.ReadToEndAsync);
        }

        answer.Dispose();
        await WholeHoldAsync(id);
    }

    [Theory]
    [InlineData("openai", "/openai/v1")]
    [InlineData("anthropic", "/anthropic")]
    public async Task A_client_that_leaves_after_ten_events_is_charged_an_estimate_and_nothing_stays_held(string client, string path)
    {
        await using var recorder = await Recorder.StartAsync(_house.Server.Url + path + "/");
        (await _house.PurserAsync("budget", "set", "everything", "--limit", "50usd", "--window", "total")).ShouldSucceed();
        var seen = (await Processes.NodeAsync("cancel.mjs", client, recorder.Url, "output=500, pause=12")).ShouldSucceed();
        seen.Json.GetProperty("cancelled").GetInt32().ShouldBe(10);
        await Eventually.TrueAsync(async () => (await HeldAsync()) == 0, "the abandoned call is settled");
        var events = (await _house.Server.GetAsync("/api/v1/events")).GetProperty("events").EnumerateArray().ToArray();
        var usage = events.ShouldHaveSingleItem();
        usage.GetProperty("status").GetString().ShouldBe("estimated");
        decimal.Parse(usage.GetProperty("charged_usd").GetString()!).ShouldBeGreaterThan(0m);
    }

    [Fact]
    public async Task A_stream_that_did_not_ask_for_usage_shows_none_although_it_was_metered()
    {
        var (id, text) = await SendAsync(Requests.Chat(_house.Server.Url, 20, stream: true), 200);
        text.ShouldNotContain("usage");
        _house.Model.Calls.Single().Request.IncludeUsage.ShouldBeTrue();
        ModelSaid.Read((await EventAsync(id)).GetProperty("usage")).ShouldBe(ModelSaid.Usage(_house.Model.Calls.Single()));
    }

    private async Task<(string Id, string Text)> SendAsync(HttpRequestMessage request, int status)
    {
        using (request)
        {
            using var answer = await _house.Server.Http.SendAsync(request);
            ((int)answer.StatusCode).ShouldBe(status);
            return (answer.Headers.GetValues("X-Purser-Request").Single(), await answer.Content.ReadAsStringAsync());
        }
    }

    // R17: a chat completion may have reasoned unseen, so nothing less than H, the priced input bound and all 500 tokens asked for, is sure to cover it.
    private async Task WholeHoldAsync(string id)
    {
        await Eventually.TrueAsync(async () => (await HeldAsync()) == 0, "the broken call is settled");
        var hold = (await _house.RequestAsync(id)).GetProperty("entries").EnumerateArray().Single(e => e.GetProperty("kind").GetString() == "hold");
        var inputBound = long.Parse(Regex.Match(hold.GetRawText(), "\"input_bound\":([0-9]+)").Groups[1].Value);
        var usage = await EventAsync(id);
        usage.GetProperty("status").GetString().ShouldBe("estimated");
        var charged = decimal.Parse(usage.GetProperty("charged_usd").GetString()!);
        charged.ShouldBe((inputBound * 0.0001m) + 0.5m, $"input bound {inputBound}");
        await StandsAsync(settled: charged, held: 0m);
    }

    private async Task<JsonElement> EventAsync(string id) => (await _house.RequestAsync(id)).GetProperty("events").EnumerateArray().ShouldHaveSingleItem();

    private async Task<int> HeldAsync() => (await _house.Server.GetAsync("/api/v1/reservations?state=held")).GetProperty("total").GetInt32();

    private async Task StandsAsync(decimal settled, decimal held)
    {
        var instance = (await _house.Server.GetAsync("/api/v1/budgets/ten")).GetProperty("instances").EnumerateArray().ShouldHaveSingleItem();
        decimal.Parse(instance.GetProperty("settled").GetString()!).ShouldBe(settled);
        decimal.Parse(instance.GetProperty("held").GetString()!).ShouldBe(held);
    }
}
