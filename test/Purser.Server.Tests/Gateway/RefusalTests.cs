using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Purser.Budgets;
using Purser.Server.Gateway;
using Purser.Testing;
using static Purser.Server.Tests.Gateway.PassThroughTests;

namespace Purser.Server.Tests.Gateway;

public sealed class RefusalTests
{
    private const string Gemini = "/gemini/v1beta/models/gemini-2.5-flash:generateContent";

    [Theory]
    [InlineData("/openai/v1/chat/completions", "error.code", "budget_exceeded")]
    [InlineData("/anthropic/v1/messages", "error.type", "budget_exceeded")]
    [InlineData(Gemini, "error.status", "RESOURCE_EXHAUSTED")]
    public async Task A_refusal_speaks_the_providers_shape_and_never_reaches_the_upstream(string path, string place, string value)
    {
        var contacted = false;
        var clock = new FakeClock();
        var flow = new ScriptedFlow { Decide = _ => Refused(clock.GetUtcNow().AddSeconds(89.5)) };
        await using var host = await GatewayHost.StartAsync(_ =>
        {
            contacted = true;
            return Task.CompletedTask;
        }, flow, clock);

        var reply = await SendAsync(host.Client, path);

        reply.Status.ShouldBe(429);
        (reply.Headers["Retry-After"], reply.Headers["x-should-retry"]).ShouldBe(("90", "false"));
        reply.Headers["X-Purser-Request"].ShouldBe(flow.RequestId.ToString());
        At(reply, place).ShouldBe(value);
        At(reply, "purser.budget").ShouldBe("daily");
        At(reply, "purser.limit").ShouldBe("5");
        At(reply, "purser.available").ShouldBe("0.25");
        At(reply, "purser.scope.user").ShouldBe("alice");
        contacted.ShouldBeFalse();
        flow.Outcomes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_window_that_never_resets_promises_no_retry()
    {
        await using var host = await GatewayHost.StartAsync(_ => Task.CompletedTask, new ScriptedFlow { Decide = _ => Refused(null) });

        (await SendAsync(host.Client, "/openai/v1/chat/completions")).Headers.ShouldNotContainKey("Retry-After");
    }

    [Theory]
    [InlineData(HoldVerdict.InProgress, "in_progress")]
    [InlineData(HoldVerdict.AlreadyDone, "already_done")]
    [InlineData(HoldVerdict.KeyReused, "idempotency_key_reused")]
    public async Task A_used_idempotency_key_is_a_409(HoldVerdict verdict, string code)
    {
        var flow = new ScriptedFlow { Decide = _ => new HoldResult { Verdict = verdict, RequestId = Guid.NewGuid() } };
        await using var host = await GatewayHost.StartAsync(_ => Task.CompletedTask, flow);

        var reply = await SendAsync(host.Client, "/openai/v1/chat/completions");

        (reply.Status, At(reply, "error.code")).ShouldBe((409, code));
    }

    [Fact]
    public async Task A_store_that_is_away_is_a_503()
    {
        var flow = new ScriptedFlow { Decide = _ => throw new Purser.Ledger.LedgerUnavailableException() };
        await using var host = await GatewayHost.StartAsync(_ => Task.CompletedTask, flow);

        var reply = await SendAsync(host.Client, "/anthropic/v1/messages");

        (reply.Status, At(reply, "error.type")).ShouldBe((503, "budget_store_unavailable"));
    }

    [Theory]
    [InlineData("{\"model\":", "invalid_json")]
    [InlineData("""{"model":"gpt-5.4","model":"gpt-5.4-pro","messages":[]}""", "ambiguous_field")]
    [InlineData("""{"model":"gpt-5.4","Max_Tokens":5,"messages":[]}""", "ambiguous_field")]
    public async Task A_body_that_could_be_read_two_ways_is_a_400(string body, string code)
    {
        await using var host = await GatewayHost.StartAsync(_ => Task.CompletedTask);

        var reply = await SendAsync(host.Client, "/openai/v1/chat/completions", body);

        (reply.Status, At(reply, "error.code")).ShouldBe((400, code));
        host.Flow.Intents.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_over_the_limit_is_a_413()
    {
        await using var host = await GatewayHost.StartAsync(_ => Task.CompletedTask, options: url => GatewayHost.PointAt(new GatewayOptions { MaxRequestBytes = 100 }, url));

        (await SendAsync(host.Client, "/openai/v1/chat/completions", new string(' ', 101))).Status.ShouldBe(413);
    }

    [Theory]
    [InlineData(true, 400)]
    [InlineData(false, 200)]
    public async Task A_path_in_another_case_is_refused_only_under_a_budget(bool enforced, int status)
    {
        await using var host = await GatewayHost.StartAsync(ScriptedUpstream.Json("{}"), new ScriptedFlow { Enforced = enforced });

        (await SendAsync(host.Client, "/openai/v1/Chat/completions")).Status.ShouldBe(status);
    }

    [Fact]
    public async Task A_clamped_limit_is_written_upstream_and_said()
    {
        var sent = "";
        var flow = new ScriptedFlow
        {
            OutputLimitToWrite = 300,
            Decide = _ => new HoldResult { Verdict = HoldVerdict.Admitted, RequestId = Guid.NewGuid(), Enforced = true, Clamped = true, OutputBound = 300 },
        };
        await using var host = await GatewayHost.StartAsync(async context => sent = await new StreamReader(context.Request.Body).ReadToEndAsync(), flow);

        var reply = await SendAsync(host.Client, "/openai/v1/chat/completions", """{"model":"gpt-5.4", "max_tokens": 900,"messages":[]}""");

        sent.ShouldBe("""{"model":"gpt-5.4", "max_tokens": 300,"messages":[]}""");
        reply.Headers["X-Purser-Clamped"].ShouldBe("300");
    }

    [Theory]
    [InlineData("/openai/v1/chat/completions", "Authorization", "Bearer sk-upstream-secret")]
    [InlineData("/anthropic/v1/messages", "x-api-key", "sk-upstream-secret")]
    [InlineData(Gemini + "?alt=json&key=pk-ours", "x-goog-api-key", "sk-upstream-secret")]
    public async Task A_virtual_key_is_replaced_everywhere_and_never_forwarded(string path, string header, string value)
    {
        var (seen, expected) = ("", "");
        RequestDelegate upstream = context =>
        {
            seen = context.Request.QueryString + string.Join('\n', context.Request.Headers.Select(h => $"{h.Key}: {h.Value}"));
            expected = context.Request.Headers[header].ToString();
            return Task.CompletedTask;
        };
        await using var host = await GatewayHost.StartAsync(upstream, caller: _ => new CallerIdentity { KeyId = "k1" });
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("{}", Encoding.UTF8) };
        foreach (var name in (string[])["Authorization", "x-api-key", "x-goog-api-key", "X-Purser-Key", "X-Purser-User"])
            request.Headers.TryAddWithoutValidation(name, "pk-ours");

        var reply = await SendAsync(host.Client, request);

        expected.ShouldBe(value);
        seen.ShouldNotContain("pk-ours");
        seen.ShouldNotContain("X-Purser", Case.Insensitive);
        (string.Join('\n', reply.Headers) + reply.Text).ShouldNotContain("secret");
    }

    [Theory]
    [InlineData(401, "invalid_api_key")]
    [InlineData(403, "key_forbidden")]
    public async Task A_caller_who_may_not_come_in_is_told_so(int status, string code)
    {
        await using var host = await GatewayHost.StartAsync(_ => Task.CompletedTask, caller: _ => CallerIdentity.Refused(status, "No."));

        var reply = await SendAsync(host.Client, "/openai/v1/chat/completions");

        (reply.Status, At(reply, "error.code")).ShouldBe((status, code));
    }

    private static HoldResult Refused(DateTimeOffset? resets) => new()
    {
        Verdict = HoldVerdict.Refused,
        RequestId = Guid.Parse("0193e3a4-0000-7000-8000-000000000001"),
        Refusal = new BudgetRefusal
        {
            BudgetId = "daily", Scope = new Dictionary<string, string> { ["user"] = "alice" }, Window = "day", Unit = BudgetUnit.Usd,
            Limit = 5_000_000_000, Admitted = 4_000_000_000, Held = 750_000_000, Observed = 0, RequestedHold = 300_000_000, Available = 250_000_000,
            ResetsAt = resets, Reason = "limit", Remedy = "max_tokens ≤ 100 would fit.",
        },
    };

    private static string At(Reply reply, string place)
    {
        var element = JsonDocument.Parse(reply.Bytes).RootElement;
        foreach (var name in place.Split('.'))
            element = element.GetProperty(name);
        return element.ToString();
    }
}
