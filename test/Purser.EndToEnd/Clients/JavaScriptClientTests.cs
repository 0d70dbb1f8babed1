using System.Text.Json;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Clients;

/// <summary>The official JavaScript clients see the same through the gateway as directly, and the ledger says what the model sent.</summary>
public sealed class JavaScriptClientTests
{
    [Theory]
    [InlineData("openai.mjs", "/openai/v1", "/v1")]
    [InlineData("anthropic.mjs", "/anthropic", "")]
    [InlineData("genai.mjs", "/gemini", "")]
    public async Task A_client_sees_the_same_objects_and_bytes_and_the_ledger_says_what_was_sent(string script, string gateway, string direct)
    {
        await using var house = await House.StartAsync();
        await using var beside = await Recorder.StartAsync(house.Model.Url + direct + "/");
        await using var through = await Recorder.StartAsync(house.Server.Url + gateway + "/");

        var seenDirectly = (await Processes.NodeAsync(script, beside.Url)).ShouldSucceed();
        var callsDirectly = house.Model.Calls.Count;
        var seenThrough = (await Processes.NodeAsync(script, through.Url)).ShouldSucceed();

        seenThrough.Output.ShouldBe(seenDirectly.Output);
        Sound(seenDirectly.Json);
        Alike(beside.Exchanges, through.Exchanges);
        var calls = house.Model.Calls.Skip(callsDirectly).ToArray();
        calls.Length.ShouldBe(through.Exchanges.Count);
        foreach (var (call, exchange) in calls.Zip(through.Exchanges))
            await LedgerIs.SettledAsync(house, exchange.RequestId, call);
        await LedgerIs.TheSumOfAsync(house, calls);
    }

    // Equality of two failures would prove nothing.
    private static void Sound(JsonElement seen)
    {
        foreach (var step in seen.EnumerateObject())
        {
            var failed = step.Value.ValueKind == JsonValueKind.Object && step.Value.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.Number;
            failed.ShouldBe(step.Name is "overloaded" || (step.Name is "limited" && seen.TryGetProperty("embeddings", out _)), $"{step.Name}: {step.Value}");
        }
    }

    private static void Alike(IReadOnlyList<RecordedExchange> direct, IReadOnlyList<RecordedExchange> through)
    {
        through.Count.ShouldBe(direct.Count);
        foreach (var (left, right) in direct.Zip(through))
        {
            right.Path.ShouldBe(left.Path);
            right.Request.ShouldBe(left.Request);
            right.Status.ShouldBe(left.Status);
            right.EndToEndHeaders.ShouldBe(left.EndToEndHeaders);
            right.Text.ShouldBe(left.Text);
            right.Body.ShouldBe(left.Body);
        }
    }
}
