using System.Text;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.BadInput;

/// <summary>Bodies that are large, broken or malicious, sent to the real server.</summary>
public sealed class HostileBodyTests : IAsyncLifetime
{
    private House _house = null!;

    public async ValueTask InitializeAsync() => _house = await House.StartAsync(Prices.WithBudget("all", "1000000usd"));

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Theory]
    [InlineData("", "empty")]
    [InlineData("{", "cut")]
    [InlineData("[]", "no object")]
    [InlineData("""{"model":"cents","max_completion_tokens":1,"max_completion_tokens":100000,"messages":[]}""", "a governed key twice")]
    [InlineData("""{"model":"cents","Max_Completion_Tokens":100000,"messages":[]}""", "a governed key in another case")]
    [InlineData("""{"model":"cents","max_completion_tokens":-5,"messages":[]}""", "a negative limit")]
    [InlineData("""{"model":"cents","max_completion_tokens":1e400,"messages":[]}""", "a limit beyond numbers")]
    public async Task A_body_that_cannot_be_governed_is_a_400_in_the_providers_shape_and_reaches_no_model(string body, string why)
    {
        using var answer = await PostAsync("/openai/v1/chat/completions", body);
        var text = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBe(400, $"{why}: {text}");
        text.ShouldContain("\"error\"");
        _house.Model.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_deeply_nested_body_is_answered_and_the_server_lives()
    {
        var body = $$"""{"model":"cents","max_completion_tokens":1,"messages":{{new string('[', 100_000)}}{{new string(']', 100_000)}}}""";
        using var answer = await PostAsync("/openai/v1/chat/completions", body);
        ((int)answer.StatusCode).ShouldBeInRange(400, 599);
        (await _house.Server.GetAsync("/api/v1/reservations?state=held")).GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_body_of_a_hundred_thousand_tokens_arrives_whole_and_is_metered()
    {
        var text = new StringBuilder().Insert(0, "lorem ipsum dolor sit ", 20_000).ToString();
        using var request = Requests.Chat(_house.Server.Url, 20, text: text);
        using var answer = await _house.Server.Http.SendAsync(request);
        ((int)answer.StatusCode).ShouldBe(200);
        var call = _house.Model.Calls.ShouldHaveSingleItem();
        call.Request.Body.Length.ShouldBeGreaterThan(text.Length);
        await LedgerIs.SettledAsync(_house, answer.Headers.GetValues("X-Purser-Request").Single(), call);
    }

    [Fact]
    public async Task A_large_answer_arrives_byte_for_byte()
    {
        using var request = Requests.Chat(_house.Server.Url, 20, scripted: "big=3000000");
        using var answer = await _house.Server.Http.SendAsync(request);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBe(_house.Model.Calls.Single().SentBytes);
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _house.Server.Url + path) { Content = Requests.Json(body) };
        return await _house.Server.Http.SendAsync(request);
    }
}
