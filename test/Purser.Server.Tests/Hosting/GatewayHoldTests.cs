using Purser.Server.Tests.Gateway;

namespace Purser.Server.Tests.Hosting;

public sealed class GatewayHoldTests
{
    [Theory]
    [InlineData("settle", """{"cost_usd":"0"}""")]
    [InlineData("release", "{}")]
    [InlineData("extend", "{}")]
    public async Task A_running_call_of_the_gateway_is_not_ended_by_whoever_knows_its_id(string verb, string body)
    {
        ApiWorldOf world = new();
        await using var gateway = await GatewayWorld.StartAsync(async http =>
        {
            var held = await world.Value!.SendAsync("GET", "/reservations");
            var id = held.Body!["reservations"]!.AsArray().Single()!["id"]!.ToString();
            world.Status = (await world.Value.SendAsync("POST", $"/reservations/{id}/{verb}", body)).Status;
            await ScriptedUpstream.Json(GatewayWorld.Answer)(http);
        });
        world.Value = gateway.Api;
        await gateway.Api.SendAsync("PUT", "/budgets/b", """{"limit":"1usd","window":"day"}""");
        using var client = gateway.Api.Client();

        using var answer = await GatewayWorld.CallAsync(client);

        ((int)answer.StatusCode, world.Status).ShouldBe((200, 409));
        var settled = (await gateway.Api.SendAsync("GET", "/budgets/b")).Body!["instances"]![0]!["settled"]!.ToString();
        settled.ShouldBe("0.0000042");
    }

    private sealed class ApiWorldOf
    {
        public Api.ApiWorld? Value { get; set; }

        public int Status { get; set; }
    }
}
