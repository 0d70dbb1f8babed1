using System.Text;
using Microsoft.AspNetCore.Http;
using Purser.Server.Tests.Api;
using Purser.Server.Tests.Gateway;

namespace Purser.Server.Tests.Hosting;

public sealed class ShutdownTests
{
    private const int Calls = 20;
    private const string Streamed = """{"model":"gpt-4o-mini","max_tokens":5,"stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"hi"}]}""";
    private static readonly byte[] Head = Event("""{"id":"r","model":"gpt-4o-mini","choices":[{"index":0,"delta":{"content":"a"}}],"usage":null}""");
    private static readonly byte[] Tail = [.. Event("""{"id":"r","model":"gpt-4o-mini","choices":[],"usage":{"prompt_tokens":8,"completion_tokens":5,"total_tokens":13}}"""), .. Event("[DONE]")];

    [Fact]
    public async Task Streams_under_way_are_read_to_their_end_and_settled_before_the_ledger_closes()
    {
        var finish = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var world = await GatewayWorld.StartAsync(http => StreamAsync(http, finish.Task));
        using var client = world.Api.Client();
        var answers = await OpenAsync(client);
        var stopped = world.Api.Server.DisposeAsync().AsTask();
        stopped.IsCompleted.ShouldBeFalse();
        finish.SetResult();
        foreach (var answer in answers)
            (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldEndWith("data: [DONE]\n\n");
        await stopped;
        var totals = await TotalsAsync(world);
        ((long)totals["calls"]!, (long)totals["usage"]!["total"]!).ShouldBe((Calls, Calls * 13));
    }

    [Fact]
    public async Task Streams_that_outlast_the_drain_are_cut_and_settled_as_unknown()
    {
        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var world = await GatewayWorld.StartAsync(http => StreamAsync(http, never.Task), "  drain_timeout: 100ms\nserver:\n  drain_timeout: 0s\nbudgets:\n  definitions:\n    - { name: b, limit: 5usd, window: day }\n");
        using var client = world.Api.Client();
        var answers = await OpenAsync(client);
        await world.Api.Server.DisposeAsync();
        foreach (var answer in answers)
            await Should.ThrowAsync<Exception>(() => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        never.SetResult();
        var totals = await TotalsAsync(world);
        ((long)totals["calls"]!).ShouldBe(Calls);
    }

    private static async Task<HttpResponseMessage[]> OpenAsync(HttpClient client)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => GatewayWorld.CallAsync(client, Streamed, HttpCompletionOption.ResponseHeadersRead)));
        answers.ShouldAllBe(a => a.IsSuccessStatusCode);
        return answers;
    }

    private static async Task<System.Text.Json.Nodes.JsonNode> TotalsAsync(GatewayWorld world)
    {
        var again = await ApiWorld.StartAsync(directory: world.Api.Data);
        (await again.SendAsync("GET", "/reservations")).Body!["total"]!.ToString().ShouldBe("0", "nothing is left held");
        var totals = (await again.SendAsync("GET", "/usage")).Body!["totals"]!.DeepClone();
        await again.Server.DisposeAsync();
        return totals;
    }

    private static async Task StreamAsync(HttpContext http, Task until)
    {
        await http.Request.Body.CopyToAsync(Stream.Null);
        http.Response.ContentType = "text/event-stream";
        await ScriptedUpstream.SendMoreAsync(http, Head);
        await until.WaitAsync(http.RequestAborted);
        await ScriptedUpstream.SendMoreAsync(http, Tail);
    }

    private static byte[] Event(string data) => Encoding.UTF8.GetBytes($"data: {data}\n\n");
}
