using System.Text.Json;
using Purser.Cli.Demo.Scripted;
using Purser.Tokens;

namespace Purser.EndToEnd.Harness;

/// <summary>Assertions that the ledger says what the scripted model said.</summary>
internal static class LedgerIs
{
    /// <summary>One event; its vector is the model's leaf by leaf, or nothing was charged for an answer that was an error (budgets R16).</summary>
    public static async Task SettledAsync(House house, string requestId, ScriptedCall call)
    {
        var request = await house.RequestAsync(requestId);
        var usage = request.GetProperty("events").EnumerateArray().ShouldHaveSingleItem();
        usage.GetProperty("http_status").GetInt32().ShouldBe(call.Status);
        usage.GetProperty("model").GetString().ShouldBe(call.Request.Model);
        if (call.Status == 200)
        {
            ModelSaid.Read(usage.GetProperty("usage")).ShouldBe(ModelSaid.Usage(call), $"{call.Path} {requestId}");
            usage.GetProperty("status").GetString().ShouldBe("ok");
        }
        else
        {
            usage.TryGetProperty("usage", out _).ShouldBeFalse();
            usage.GetProperty("charged_usd").GetString().ShouldBe("0");
        }
    }

    /// <summary><c>purser usage --json</c> beside the live server adds up to what the model sent.</summary>
    public static async Task TheSumOfAsync(House house, IReadOnlyCollection<ScriptedCall> calls)
    {
        var totals = (await house.JsonAsync("usage", "--by", "model")).GetProperty("totals");
        totals.GetProperty("calls").GetInt64().ShouldBe(calls.Count);
        var billed = calls.Where(c => c.Status == 200).Select(ModelSaid.Usage).ToArray();
        ModelSaid.Read(totals.GetProperty("usage")).ShouldBe(Sum(billed));
    }

    private static TokenUsage Sum(IEnumerable<TokenUsage> vectors) => vectors.Aggregate(default(TokenUsage), (sum, v) => new TokenUsage
    {
        InputUncached = sum.InputUncached + v.InputUncached,
        CacheRead = sum.CacheRead + v.CacheRead,
        OutputText = sum.OutputText + v.OutputText,
        OutputReasoning = sum.OutputReasoning + v.OutputReasoning,
    });
}
