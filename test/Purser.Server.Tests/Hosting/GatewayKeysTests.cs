using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Purser.Server.Api;
using Purser.Server.Tests.Gateway;

namespace Purser.Server.Tests.Hosting;

public sealed class GatewayKeysTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _seen = new();
    private GatewayWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await GatewayWorld.StartAsync(async http =>
    {
        _seen.Enqueue(string.Join('\n', http.Request.Headers.Select(h => $"{h.Key}: {h.Value}").Append(http.Request.QueryString.Value)));
        await ScriptedUpstream.Json(GatewayWorld.Answer)(http);
    });

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData("Authorization")]
    [InlineData("x-api-key")]
    [InlineData("api-key")]
    public async Task A_virtual_key_is_replaced_by_the_upstreams_and_says_whose_call_it_is(string header)
    {
        var (id, key) = await KeyAsync("""{"name":"k","user":"alice","team":"blue","tags":{"project":"atlas"}}""");
        using var client = _world.Api.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation(header, header == "Authorization" ? "Bearer " + key : key);
        client.DefaultRequestHeaders.Add("X-Purser-User", "mallory");
        using var answer = await GatewayWorld.CallAsync(client);
        ((int)answer.StatusCode).ShouldBe(200);
        _seen.TryDequeue(out var request).ShouldBeTrue();
        request.ShouldContain("Bearer upstream-secret");
        request.ShouldNotContain(key);
        request.ShouldNotContain("X-Purser");
        var row = (await _world.Api.SendAsync("GET", "/usage?by=user,team,key,tag:project")).Body!["rows"]!.AsArray().Single()!["key"]!;
        row.ToJsonString().ShouldBe($$"""{"user":"alice","team":"blue","key":"{{id}}","tag:project":"atlas"}""");
    }

    [Fact]
    public async Task A_revoked_or_foreign_or_unscoped_key_never_reaches_the_upstream()
    {
        var (id, revoked) = await KeyAsync("""{"name":"r"}""");
        (await _world.Api.SendAsync("DELETE", $"/keys/{id}")).Status.ShouldBeInRange(200, 204);
        var (_, viewer) = await KeyAsync("""{"name":"v","scopes":["viewer"]}""");
        foreach (var (key, status) in new[] { (revoked, 401), (viewer, 403), (revoked[..^4] + "0000", 401) })
        {
            using var client = _world.Api.Client(key);
            using var answer = await GatewayWorld.CallAsync(client);
            ((int)answer.StatusCode).ShouldBe(status);
            var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            JsonNode.Parse(body)!["error"]!["message"].ShouldNotBeNull();
            body.ShouldNotContain(key);
        }

        _seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_virtual_key_without_a_scheme_never_reaches_the_upstream()
    {
        var (_, key) = await KeyAsync("""{"name":"k"}""");
        using var client = _world.Api.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", key);
        using var answer = await GatewayWorld.CallAsync(client);
        ((int)answer.StatusCode).ShouldBe(200);
        _seen.Single().ShouldNotContain(key);
    }

    [Fact]
    public async Task Headers_beyond_the_bound_are_a_431_in_the_providers_shape()
    {
        using var client = _world.Api.Client();
        client.DefaultRequestHeaders.Add("X-Long", new string('x', 40 * 1024));
        using var answer = await GatewayWorld.CallAsync(client);
        ((int)answer.StatusCode).ShouldBe(431);
        JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["error"]!["code"]!.ToString().ShouldBe("headers_too_large");
        _seen.ShouldBeEmpty();
    }

    private async Task<(string Id, string Key)> KeyAsync(string body)
    {
        using var host = new InProcessTransport(_world.Api.Server.Node.Api, ApiCaller.Host);
        var key = (await _world.Api.SendAsync("POST", "/keys", body, host)).Body!;
        return (key["id"]!.ToString(), key["key"]!.ToString());
    }
}
