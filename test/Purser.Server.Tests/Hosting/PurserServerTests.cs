using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Purser.Server.Configuration;
using Purser.Server.Hosting;
using Purser.Server.Tests.Api;
using Purser.Sqlite;

namespace Purser.Server.Tests.Hosting;

public sealed class PurserServerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_server_on_the_directory_is_refused_and_says_by_whom()
    {
        await using var world = await ApiWorld.StartAsync();
        var error = await Should.ThrowAsync<DataDirectoryOwnedException>(() => ApiWorld.StartAsync(directory: world.Data));
        error.Message.ShouldContain($"pid {Environment.ProcessId}");
    }

    [Fact]
    public async Task A_command_beside_a_running_server_goes_through_it_and_afterwards_in_process()
    {
        var world = await ApiWorld.StartAsync();
        var configuration = ApiWorld.Configuration(world.Data);
        await using (var attached = await ConnectAsync(configuration))
        {
            attached.Description.ShouldContain(world.Server.Urls[0]);
            (await attached.Transport.SendAsync(new("PUT", "/budgets/b", """{"limit":"1usd","window":"day"}"""u8.ToArray()), CancellationToken.None)).Status.ShouldBe(201);
        }

        await world.Server.DisposeAsync();
        await using (var own = await ConnectAsync(configuration))
            (await own.Transport.SendAsync(new("GET", "/budgets/b"), CancellationToken.None)).Status.ShouldBe(200);
        await world.DisposeAsync();
    }

    [Fact]
    public async Task A_reservation_survives_a_restart_and_is_settled_by_its_id()
    {
        var first = await ApiWorld.StartAsync();
        await first.SendAsync("PUT", "/budgets/b", """{"limit":"1usd","window":"day"}""");
        var id = (await first.SendAsync("POST", "/reservations", """{"context":{"user":"u"},"hold":{"cost_usd":"0.1"}}""")).Body!["id"]!.ToString();
        await first.Server.DisposeAsync();
        await using var second = await ApiWorld.StartAsync(directory: first.Data);
        (await second.SendAsync("GET", "/reservations")).Body!["total"]!.ToString().ShouldBe("1");
        (await second.SendAsync("POST", $"/reservations/{id}/settle", """{"cost_usd":"0.05"}""")).Status.ShouldBe(200);
        (await second.SendAsync("GET", "/budgets/b")).Body!["instances"]![0]!["settled"]!.ToString().ShouldBe("0.05");
    }

    [Fact]
    public async Task A_reservation_that_no_budget_matched_survives_a_restart_too()
    {
        var first = await ApiWorld.StartAsync();
        var (status, held, _) = await first.SendAsync("POST", "/reservations", """{"context":{"user":"u"},"hold":{"cost_usd":"0.1"}}""");
        (status, held!["budgets"]!.AsArray().Count).ShouldBe((201, 0));
        await first.Server.DisposeAsync();
        await using var second = await ApiWorld.StartAsync(directory: first.Data);
        (await second.SendAsync("GET", $"/reservations/{held["id"]}")).Body!["state"]!.ToString().ShouldBe("held");
        (await second.SendAsync("POST", $"/reservations/{held["id"]}/settle", """{"cost_usd":"0.05"}""")).Status.ShouldBe(200);
        (await second.SendAsync("GET", "/usage?by=user")).Body!["rows"]![0]!["charged_usd"]!.ToString().ShouldBe("0.05");
    }

    [Theory]
    [InlineData("evil.example", null, 421)]
    [InlineData("127.0.0.1.evil.example:80", null, 421)]
    [InlineData(null, "http://evil.example", 403)]
    [InlineData(null, "null", 403)]
    [InlineData(null, "http://app.example", 200)]
    [InlineData("good.example", null, 200)]
    [InlineData("localhost", null, 200)]
    public async Task A_foreign_host_or_origin_is_refused(string? host, string? origin, int expected)
    {
        await using var world = await ApiWorld.StartAsync(yaml: "server:\n  allowed_hosts: good.example\n  allowed_origins: http://app.example\n");
        using var client = world.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/status");
        if (host is not null)
            request.Headers.Host = host;
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        ((int)(await client.SendAsync(request, Stop)).StatusCode).ShouldBe(expected);
    }

    [Fact]
    public async Task An_address_beyond_loopback_without_any_key_is_refused_at_start()
    {
        var error = await Should.ThrowAsync<ConfigurationException>(() => ApiWorld.StartAsync(yaml: "server:\n  urls: http://0.0.0.0:0\n"));
        error.Message.ShouldContain("purser key create");
        error.Errors.Single().Origin.ToString().ShouldBe("purser.yaml:2");
    }

    [Fact]
    public async Task A_forwarded_request_needs_a_key_even_on_loopback()
    {
        await using var world = await ApiWorld.StartAsync();
        using var client = world.Client();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "10.0.0.1");
        (await client.GetAsync("/api/v1/status", Stop)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Where_keys_are_required_each_scope_opens_what_it_should_and_no_more()
    {
        await using var world = await ApiWorld.StartAsync(yaml: "keys:\n  required: always\n");
        (await world.Client().GetAsync("/api/v1/status", Stop)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await world.Client("pk-purser-nonsense").GetAsync("/api/v1/status", Stop)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var viewer = world.As(await KeyAsync(world, "viewer"));
        (await world.SendAsync("GET", "/status", transport: viewer)).Status.ShouldBe(200);
        (await world.SendAsync("POST", "/keys", """{"name":"x"}""", viewer)).Status.ShouldBe(403);
        (await world.SendAsync("PUT", "/budgets/b", """{"limit":"1usd","window":"day"}""", viewer)).Status.ShouldBe(403);
        var gateway = world.As(await KeyAsync(world, "gateway"));
        (await world.SendAsync("GET", "/usage", transport: gateway)).Status.ShouldBe(403);
        (await world.SendAsync("POST", "/reservations", """{"context":{},"hold":{"cost_usd":1}}""", gateway)).Status.ShouldBe(201);
    }

    [Fact]
    public async Task The_secret_of_a_key_is_shown_once_and_never_logged()
    {
        await using var world = await ApiWorld.StartAsync(http: true, yaml: "gateway:\n  upstreams:\n    x: { url: 'http://127.0.0.1:9', api_key: planted-upstream-secret }\n");
        var key = await KeyAsync(world, "admin");
        var secret = key[(key.LastIndexOf('-') - 8)..];
        var transport = world.As(key);
        var answers = new List<string>();
        foreach (var target in (string[])["/keys", "/status", "/doctor", "/budgets", "/events", "/usage", "/nothing"])
            answers.Add((await world.SendAsync("GET", target, transport: transport)).Body!.ToString());
        answers.Add((await world.SendAsync("POST", "/reservations", "{\"x\":\"" + key + "\"", transport)).Body!.ToString());
        answers.ShouldAllBe(a => !a.Contains(secret) && !a.Contains("planted-upstream-secret"));
        world.Logs.Lines.ShouldAllBe(l => !l.Contains(secret) && !l.Contains("planted-upstream-secret") && !l.Contains(world.Server.Node.BootToken));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(world.Data, "data"), "ledger*"))
            (await ReadSharedAsync(file)).ShouldNotContain(secret);
    }

    [Fact]
    public async Task A_configured_budget_is_read_only_and_says_where_it_stands()
    {
        await using var world = await ApiWorld.StartAsync(yaml: "budgets:\n  definitions:\n    - { name: fixed, limit: 1usd, window: day }\n");
        foreach (var (method, body) in ((string, string?)[])[("PUT", """{"limit":"2usd","window":"day"}"""), ("DELETE", null)])
        {
            var (status, problem, _) = await world.SendAsync(method, "/budgets/fixed", body);
            status.ShouldBe(409);
            problem!["detail"]!.ToString().ShouldContain("purser.yaml");
        }
    }

    [Fact]
    public async Task A_body_beyond_the_bound_is_a_413()
    {
        await using var world = await ApiWorld.StartAsync(http: true, yaml: "server:\n  max_request_bytes: 1KiB\n");
        (await world.SendAsync("POST", "/reservations", new string(' ', 1025))).Status.ShouldBe(413);
    }

    [Fact]
    public async Task Health_and_readiness_are_open()
    {
        await using var world = await ApiWorld.StartAsync(yaml: "keys:\n  required: always\n");
        using var client = world.Client();
        (await client.GetStringAsync("/healthz", Stop)).ShouldBe("ok");
        (await client.GetStringAsync("/readyz", Stop)).ShouldContain("ready");
    }

    private static Task<ApiConnection> ConnectAsync(PurserConfiguration configuration) =>
        ApiConnection.OpenAsync(configuration, TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);

    private static async Task<string> KeyAsync(ApiWorld world, string scope)
    {
        using var host = new Server.Api.InProcessTransport(world.Server.Node.Api, Server.Api.ApiCaller.Host);
        return (await world.SendAsync("POST", "/keys", $$"""{"name":"test","scopes":["{{scope}}"]}""", host)).Body!["key"]!.ToString();
    }

    private static async Task<string> ReadSharedAsync(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, System.Text.Encoding.Latin1);
        return await reader.ReadToEndAsync(Stop);
    }
}
