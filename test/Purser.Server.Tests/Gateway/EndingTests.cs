using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Purser.Calls;
using Purser.Server.Gateway;
using Purser.Testing;
using static Purser.Server.Tests.Gateway.PassThroughTests;

namespace Purser.Server.Tests.Gateway;

public sealed class EndingTests
{
    private const string Stream = """{"model":"claude-sonnet-4-5","max_tokens":9,"stream":true,"messages":[]}""";
    private const string Start = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"claude-sonnet-4-5\",\"usage\":{\"input_tokens\":10,\"output_tokens\":1}}}\n\n";
    private const string Delta = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"hello\"}}\n\n";
    private const string Stop = "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{},\"usage\":{\"output_tokens\":5}}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

    [Theory]
    [InlineData(529, CallEnd.Rejected)]
    [InlineData(429, CallEnd.Rejected)]
    [InlineData(400, CallEnd.Rejected)]
    [InlineData(500, CallEnd.Rejected)]
    [InlineData(408, CallEnd.Unknown)]
    [InlineData(504, CallEnd.Unknown)]
    public async Task A_complete_error_passes_and_burns_nothing_except_408_and_504(int status, CallEnd end)
    {
        const string Error = """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""";
        await using var host = await GatewayHost.StartAsync(ScriptedUpstream.Json(Error, status));

        var through = await SendAsync(host.Client, "/anthropic/v1/messages", Stream);

        (through.Status, through.Text).ShouldBe((status, Error));
        (host.Flow.Outcome.End, host.Flow.Outcome.HttpStatus).ShouldBe((end, status));
    }

    [Fact]
    public async Task A_refused_connection_is_a_502_and_releases()
    {
        var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        await using var host = await GatewayHost.StartAsync(_ => Task.CompletedTask, options: _ => GatewayHost.Options(new Uri($"http://127.0.0.1:{port}")));

        var through = await SendAsync(host.Client, "/openai/v1/chat/completions");

        through.Status.ShouldBe(502);
        ErrorCode(through).ShouldBe("upstream_unreachable");
        host.Flow.Outcome.End.ShouldBe(CallEnd.NotContacted);
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_a_502_and_releases()
    {
        await using var host = await GatewayHost.StartAsync(_ => Task.CompletedTask, options: _ => GatewayHost.Options(new Uri("http://no-such-host.invalid")));

        var through = await SendAsync(host.Client, "/openai/v1/chat/completions");

        through.Status.ShouldBe(502);
        host.Flow.Outcome.End.ShouldBe(CallEnd.NotContacted);
    }

    [Fact]
    public async Task A_reset_after_the_request_was_sent_may_have_cost_something()
    {
        await using var host = await GatewayHost.StartAsync(async context =>
        {
            await context.Request.Body.CopyToAsync(System.IO.Stream.Null);
            context.Abort();
        });

        var through = await SendAsync(host.Client, "/openai/v1/chat/completions");

        through.Status.ShouldBe(502);
        ErrorCode(through).ShouldBe("upstream_failed");
        (host.Flow.Outcome.End, host.Flow.Outcome.HiddenOutputPossible).ShouldBe((CallEnd.Unknown, true));
    }

    [Fact]
    public async Task An_answer_that_does_not_begin_in_time_is_a_504_of_unknown_cost()
    {
        var clock = new FakeClock();
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await GatewayHost.StartAsync(async context =>
        {
            arrived.SetResult();
            await Forever(context.RequestAborted);
        }, time: clock);

        var answer = SendAsync(host.Client, "/openai/v1/chat/completions");
        await arrived.Task;
        clock.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1));

        var through = await answer;
        through.Status.ShouldBe(504);
        ErrorCode(through).ShouldBe("upstream_timeout");
        host.Flow.Outcome.End.ShouldBe(CallEnd.Unknown);
    }

    [Fact]
    public async Task A_stream_that_stands_still_is_cut_and_settled_as_unknown()
    {
        var clock = new FakeClock();
        await using var host = await GatewayHost.StartAsync(async context =>
        {
            await ScriptedUpstream.SendAsync(context, Encoding.UTF8.GetBytes(Start + Delta), 1000);
            await Forever(context.RequestAborted);
        }, time: clock);

        using var answer = await OpenAsync(host, "/anthropic/v1/messages");
        await using var body = await answer.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[Start.Length + Delta.Length]);
        await AdvanceUntilSettledAsync(host, clock, TimeSpan.FromMinutes(1));

        await Should.ThrowAsync<IOException>(async () => await body.ReadExactlyAsync(new byte[1]));
        var outcome = await host.Flow.Settled.Task;
        outcome.End.ShouldBe(CallEnd.Unknown);
        outcome.ReceivedOutputBound.ShouldBeInRange(5, 200);
    }

    [Fact]
    public async Task A_cut_stream_is_seen_as_cut_and_settled_as_unknown_with_what_was_received()
    {
        var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await GatewayHost.StartAsync(async context =>
        {
            await ScriptedUpstream.SendAsync(context, Encoding.UTF8.GetBytes(Start + Delta), 1000);
            // A reset may overtake what was sent before it.
            await read.Task;
            context.Abort();
        });

        using var answer = await OpenAsync(host, "/anthropic/v1/messages");
        await using var body = await answer.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[Start.Length + Delta.Length]);
        read.SetResult();

        await Should.ThrowAsync<IOException>(async () => await body.ReadExactlyAsync(new byte[1]));
        var outcome = await host.Flow.Settled.Task;
        outcome.End.ShouldBe(CallEnd.Unknown);
        outcome.Reading!.Usage!.Value.InputUncached.ShouldBe(10);
        outcome.ReceivedOutputBound.ShouldBeGreaterThanOrEqualTo(5);
    }

    [Fact]
    public async Task A_stream_that_ends_without_its_terminal_event_is_of_unknown_cost()
    {
        await using var host = await GatewayHost.StartAsync(ScriptedUpstream.Stream(Start + Delta, 1000));

        var through = await SendAsync(host.Client, "/anthropic/v1/messages", Stream);

        through.Text.ShouldBe(Start + Delta);
        host.Flow.Outcome.End.ShouldBe(CallEnd.Unknown);
    }

    [Fact]
    public async Task A_client_that_leaves_is_drained_and_the_final_usage_still_counts()
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await GatewayHost.StartAsync(async context =>
        {
            await ScriptedUpstream.SendAsync(context, Encoding.UTF8.GetBytes(Start + Delta), 1000);
            await left.Task;
            await ScriptedUpstream.SendMoreAsync(context, Encoding.UTF8.GetBytes(Stop));
        }, time: new FakeClock());

        await ReadAndLeaveAsync(host);
        left.SetResult();

        var outcome = await host.Flow.Settled.Task;
        outcome.End.ShouldBe(CallEnd.Complete);
        outcome.Reading!.Usage!.Value.OutputText.ShouldBe(5);
    }

    [Fact]
    public async Task A_client_that_leaves_is_drained_two_seconds_at_most()
    {
        var clock = new FakeClock();
        var upstreamGone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await GatewayHost.StartAsync(async context =>
        {
            context.RequestAborted.Register(upstreamGone.SetResult);
            await ScriptedUpstream.SendAsync(context, Encoding.UTF8.GetBytes(Start + Delta), 1000);
            await upstreamGone.Task;
        }, time: clock);

        await ReadAndLeaveAsync(host);
        host.Flow.Settled.Task.IsCompleted.ShouldBeFalse();
        // The gateway learns of the leaving by its socket, so the clock moves until the drain time has begun and ended.
        await AdvanceUntilSettledAsync(host, clock, TimeSpan.FromMilliseconds(500));

        var outcome = await host.Flow.Settled.Task;
        outcome.End.ShouldBe(CallEnd.Unknown);
        outcome.ReceivedOutputBound.ShouldBeInRange(5, 200);
        await upstreamGone.Task;
    }

    [Fact]
    public async Task A_long_stream_renews_its_hold()
    {
        var clock = new FakeClock();
        var flow = new ScriptedFlow();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await GatewayHost.StartAsync(async context =>
        {
            await ScriptedUpstream.SendAsync(context, Encoding.UTF8.GetBytes(Start), 1000);
            await started.Task;
            await ScriptedUpstream.SendMoreAsync(context, Encoding.UTF8.GetBytes(Delta));
            await read.Task;
            await ScriptedUpstream.SendMoreAsync(context, Encoding.UTF8.GetBytes(Stop));
        }, flow, clock);

        using var answer = await OpenAsync(host, "/anthropic/v1/messages");
        await using var body = await answer.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[Start.Length]);
        clock.Advance(TimeSpan.FromMinutes(4.5));
        started.SetResult();
        await body.ReadExactlyAsync(new byte[Delta.Length]);
        read.SetResult();
        await body.ReadExactlyAsync(new byte[Stop.Length]);

        flow.Extended.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_settlement_that_fails_withholds_the_end_only_under_a_budget(bool enforced)
    {
        var flow = new ScriptedFlow { Enforced = enforced, SettlementFailure = new InvalidOperationException("disk full") };
        await using var host = await GatewayHost.StartAsync(ScriptedUpstream.Stream(Start + Delta + Stop, 10_000), flow);

        var call = SendAsync(host.Client, "/anthropic/v1/messages", Stream);

        if (enforced)
            await Should.ThrowAsync<HttpRequestException>(call);
        else
            (await call).Text.ShouldBe(Start + Delta + Stop);
    }

    /// <summary>The gateway arms its limits on its own thread, so the clock moves until one has run out.</summary>
    private static async Task AdvanceUntilSettledAsync(GatewayHost host, FakeClock clock, TimeSpan step)
    {
        while (!host.Flow.Settled.Task.IsCompleted)
        {
            clock.Advance(step);
            await Task.WhenAny(host.Flow.Settled.Task, Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System));
        }
    }

    private static async Task ReadAndLeaveAsync(GatewayHost host)
    {
        using var answer = await OpenAsync(host, "/anthropic/v1/messages");
        await using var body = await answer.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[Start.Length + Delta.Length]);
    }

    private static async Task<HttpResponseMessage> OpenAsync(GatewayHost host, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(Stream, Encoding.UTF8, "application/json") };
        return await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static Task Forever(CancellationToken until)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        until.Register(ended.SetResult);
        return ended.Task;
    }

    private static string? ErrorCode(Reply reply) => JsonDocument.Parse(reply.Bytes).RootElement.GetProperty("error").GetProperty("code").GetString();
}
