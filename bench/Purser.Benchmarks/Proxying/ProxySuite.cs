using Purser.Benchmarks.Harness;

namespace Purser.Benchmarks.Proxying;

/// <summary>The gateway between a load generator and a scripted upstream, each a process of its own, beside other ways through.</summary>
internal static class ProxySuite
{
    private const int Connections = 32;
    private const string Direct = "upstream, direct";
    private const string Minimal = "minimal Kestrel proxy";
    private const string Unbudgeted = "Purser";
    private const string Strict = "Purser, strict budget";
    private const string Power = "Purser, strict, power";
    private const string Portkey = "Portkey 1.15.2";

    public static async Task RunAsync(SuiteRun run)
    {
        await using var upstream = ChildProcess.StartRole("upstream");
        var port = int.Parse(await upstream.ReadLineAsync());
        var target = $"http://127.0.0.1:{port}";
        await using var proxy = ChildProcess.StartRole("proxy", target);
        var proxyPort = int.Parse(await proxy.ReadLineAsync());
        await using var plain = await PurserProcess.StartAsync(run.NewFolder("plain"), target);
        await using var strict = await PurserProcess.StartAsync(run.NewFolder("strict"), target);
        await using var power = await PurserProcess.StartAsync(run.NewFolder("power"), target, new Dictionary<string, string> { ["PURSER__Ledger__Durability"] = "power" });
        await strict.SetStrictBudgetAsync();
        await power.SetStrictBudgetAsync();
        List<ProxyLane> lanes =
        [
            new(Unbudgeted, LaneRole.Ours, plain.Port, "/openai/v1/chat/completions"),
            new(Strict, LaneRole.Ours, strict.Port, "/openai/v1/chat/completions"),
            new(Power, LaneRole.Ours, power.Port, "/openai/v1/chat/completions"),
            new(Minimal, LaneRole.Limit, proxyPort, "/v1/chat/completions"),
            new(Direct, LaneRole.Limit, port, "/v1/chat/completions"),
        ];
        var (portkey, portkeyPort, reason) = run.Quick ? (null, 0, "a quick run leaves it out") : await PortkeyProcess.TryStartAsync();
        if (portkey is not null)
            lanes.Add(new(Portkey, LaneRole.Peer, portkeyPort, "/v1/chat/completions", PortkeyProcess.Headers(port)));
        else
            run.Notes.Add($"Portkey was not measured: {reason}.");
        try
        {
            await MeasureAsync(run, lanes);
            await CheckAsync(run, lanes, port, [(lanes[0], plain, false), (lanes[1], strict, true), (lanes[2], power, true)]);
        }
        finally
        {
            if (portkey is not null)
                await portkey.DisposeAsync();
        }
    }

    private static async Task MeasureAsync(SuiteRun run, List<ProxyLane> lanes)
    {
        var (seconds, rounds) = run.Quick ? (0.3, 1) : (1.5, 5);
        foreach (var lane in lanes)
        {
            await lane.RunAsync(null, Connections, run.Quick ? 0.3 : 5, 0, stream: false);
            await lane.RunAsync(null, 8, run.Quick ? 0.2 : 2, 0, stream: true);
        }

        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < lanes.Count; i++)
            {
                var lane = lanes[(round + i) % lanes.Count];
                await lane.RunAsync(lane.Throughput, Connections, seconds, 0, stream: false);
                await lane.RunAsync(lane.Latency, Connections, seconds, 300, stream: false);
                await lane.RunAsync(lane.Streams, Connections, seconds, 60, stream: true);
            }
        }

        Add(run, lanes);
    }

    private static void Add(SuiteRun run, List<ProxyLane> lanes)
    {
        // performance.md: where YARP cannot be had, 0.8 of a minimal proxy stands for its forwarder.
        Job("2 KB JSON, 32 connections, closed loop", "requests/s", true, l => l.Throughput, r => r.PerSecond,
            new(Unbudgeted, 0.8, Minimal), new(Strict, 0.56, Minimal), new(Unbudgeted, 20, Portkey));
        Job("the same, p50 of a request", "µs", false, l => l.Throughput, r => r.P50);
        Job("the same, p99 of a request", "µs", false, l => l.Throughput, r => r.P99);
        foreach (var (name, figure) in new (string, Func<LoadResult, double>)[] { ("p50", r => r.P50), ("p95", r => r.P95), ("p99", r => r.P99) })
            Job($"2 KB JSON at 300/s, open loop, {name}", "µs", false, l => l.Latency, figure);
        AddAdded(run, lanes);
        Job("stream of 50 chunks at 60/s, first byte p50", "µs", false, l => l.Streams, r => r.FirstByteP50, new(Unbudgeted, 1.1, Minimal), new(Strict, 1.1, Minimal));
        Job("stream of 50 chunks at 60/s, total p50", "µs", false, l => l.Streams, r => r.P50, new(Unbudgeted, 1.1, Minimal), new(Strict, 1.1, Minimal));

        void Job(string name, string unit, bool higher, Func<ProxyLane, List<LoadResult>> rounds, Func<LoadResult, double> figure, params Aim[] aims) =>
            run.Jobs.Add(new(name, unit, higher,
                [.. lanes.Where(l => rounds(l).Exists(r => r.Answered > 0)).Select(l => l.Result(rounds(l), figure))],
                [.. aims.Where(a => lanes.Exists(l => l.Name == a.Against))]));
    }

    /// <summary>What a way adds to the direct one, round by round.</summary>
    private static void AddAdded(SuiteRun run, List<ProxyLane> lanes)
    {
        var direct = lanes.Find(l => l.Name == Direct)!;
        run.Jobs.Add(new("added to the direct call at 300/s, p50", "µs", false,
            [.. lanes.Where(l => l != direct).Select(l => LaneResult.Of(l.Name, l.Role, l.Latency.Zip(direct.Latency, (way, straight) => way.P50 - straight.P50)))],
            // YARP's forwarder adds 89 µs where a minimal proxy adds 74 (performance.md): 1.2 and twice that.
            [new(Unbudgeted, 1.2, Minimal), new(Strict, 2.4, Minimal)]));
    }

    private static async Task CheckAsync(SuiteRun run, List<ProxyLane> lanes, int upstream, (ProxyLane Lane, PurserProcess Server, bool Budgeted)[] ours)
    {
        var failed = lanes.Where(l => l.Failed > 0).ToLookup(l => l.Role == LaneRole.Peer);
        run.Check("every request was answered with 200", !failed[false].Any(), string.Join("; ", failed[false].Select(l => $"{l.Name}: {l.Failed} failed, {l.Failure}")));
        foreach (var peer in failed[true])
            run.Notes.Add($"{peer.Name} failed {peer.Failed:N0} of {peer.Failed + peer.Answered:N0} requests ({peer.Failure?.Split('\r')[0]}); where it answered none, it has no line.");
        using var client = new HttpClient();
        var served = long.Parse(await client.GetStringAsync(new Uri($"http://127.0.0.1:{upstream}/count")));
        var answered = lanes.Sum(l => l.Answered + l.Failed);
        run.Check("the upstream served every request once", served == answered, $"{served:N0} served, {answered:N0} sent");
        foreach (var (lane, server, budgeted) in ours)
        {
            var (calls, tokens) = await server.LedgerAsync();
            var wanted = lane.Answered * (UpstreamRole.InputTokens + UpstreamRole.OutputTokens);
            run.Check($"{lane.Name}: the ledger holds every call and token", calls == lane.Answered && tokens == wanted, $"{calls:N0} of {lane.Answered:N0} calls, {tokens:N0} of {wanted:N0} tokens");
            if (budgeted)
                await CheckBudgetAsync(run, lane, server);
        }
    }

    private static async Task CheckBudgetAsync(SuiteRun run, ProxyLane lane, PurserProcess server)
    {
        var (settled, held) = await server.BudgetAsync();
        // gpt-4o: 2.50 and 10 USD a million tokens.
        var wanted = lane.Answered * (UpstreamRole.InputTokens * 2.5m + UpstreamRole.OutputTokens * 10m) / 1_000_000m;
        run.Check($"{lane.Name}: the budget settled every call and holds nothing", decimal.Parse(settled) == wanted && decimal.Parse(held) == 0, $"{settled} of {wanted:0.000000000} USD, {held} held");
    }
}
