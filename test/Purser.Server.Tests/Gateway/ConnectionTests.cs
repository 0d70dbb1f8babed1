using System.Net;
using System.Net.Sockets;
using Purser.Calls;
using Purser.Testing;
using static Purser.Server.Tests.Gateway.PassThroughTests;

namespace Purser.Server.Tests.Gateway;

public sealed class ConnectionTests
{
    [Fact]
    public async Task A_connection_that_does_not_open_in_time_is_a_502_and_releases()
    {
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(1);
        // Nobody accepts: once the queue is full the system answers no further connection.
        var waiting = Enumerable.Range(0, 8).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).ToList();
        waiting.ForEach(socket => _ = socket.ConnectAsync(full.LocalEndPoint!));
        await using var host = await GatewayHost.StartAsync(
            _ => Task.CompletedTask,
            options: _ => GatewayHost.PointAt(new() { ConnectTimeout = TimeSpan.FromMilliseconds(200) }, new Uri($"http://{full.LocalEndPoint}")));

        var through = await SendAsync(host.Client, "/openai/v1/chat/completions");

        waiting.ForEach(socket => socket.Dispose());
        through.Status.ShouldBe(502);
        through.Text.ShouldContain("upstream_connect_timeout");
        host.Flow.Outcome.End.ShouldBe(CallEnd.NotContacted);
    }

    [Fact]
    public async Task A_tls_handshake_that_fails_is_a_502_and_releases()
    {
        await using var host = await GatewayHost.StartAsync(
            _ => Task.CompletedTask, options: uri => GatewayHost.Options(new UriBuilder(uri) { Scheme = "https" }.Uri));

        var through = await SendAsync(host.Client, "/openai/v1/chat/completions");

        through.Status.ShouldBe(502);
        through.Text.ShouldContain("TLS failed");
        host.Flow.Outcome.End.ShouldBe(CallEnd.NotContacted);
    }

    [Fact]
    public async Task A_call_that_outlasts_the_total_limit_is_a_504_of_unknown_cost()
    {
        var clock = new FakeClock();
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await GatewayHost.StartAsync(
            async context =>
            {
                arrived.SetResult();
                var never = new TaskCompletionSource();
                await using var gone = context.RequestAborted.Register(never.SetResult);
                await never.Task;
            },
            time: clock,
            options: uri => GatewayHost.PointAt(new() { TotalTimeout = TimeSpan.FromMinutes(1) }, uri));

        var answer = SendAsync(host.Client, "/openai/v1/chat/completions");
        await arrived.Task;
        clock.Advance(TimeSpan.FromSeconds(61));

        (await answer).Status.ShouldBe(504);
        host.Flow.Outcome.End.ShouldBe(CallEnd.Unknown);
    }
}
