using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Purser.Server.Tests.Gateway;

public sealed class PassThroughTests
{
    private const string Answer = """{"id":"chatcmpl-1","object":"chat.completion","model":"gpt-5.4","choices":[],"usage":{"prompt_tokens":12,"completion_tokens":3,"total_tokens":15}}""";

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_body_arrives_byte_for_byte_with_status_and_encoding(string? encoding)
    {
        await using var host = await GatewayHost.StartAsync(ScriptedUpstream.Json(Answer, encoding: encoding));

        var direct = await SendAsync(host.Direct, "/v1/chat/completions");
        var through = await SendAsync(host.Client, "/openai/v1/chat/completions");

        through.Bytes.ShouldBe(direct.Bytes);
        through.Headers["Content-Type"].ShouldBe(direct.Headers["Content-Type"]);
        through.Headers["Content-Length"].ShouldBe(direct.Headers["Content-Length"]);
        through.Headers.GetValueOrDefault("Content-Encoding").ShouldBe(encoding);
        through.Headers.Keys.Except(direct.Headers.Keys).ShouldBe(["X-Purser-Request"]);
    }

    [Fact]
    public async Task The_request_id_header_is_the_admissions()
    {
        await using var host = await GatewayHost.StartAsync(ScriptedUpstream.Json(Answer));

        var through = await SendAsync(host.Client, "/openai/v1/chat/completions");

        through.Headers["X-Purser-Request"].ShouldBe(host.Flow.RequestId.ToString());
    }

    [Fact]
    public async Task A_named_upstream_is_joined_to_its_base_and_query()
    {
        string? seen = null;
        await using var host = await GatewayHost.StartAsync(context =>
        {
            seen = context.Request.Path + context.Request.QueryString;
            return Task.CompletedTask;
        });

        await host.Client.GetAsync("/local/v1/models?limit=2&after=a%20b");

        seen.ShouldBe("/base/v1/models?limit=2&after=a%20b");
    }

    [Fact]
    public async Task A_base_that_ends_in_v1_is_not_doubled()
    {
        string? seen = null;
        await using var host = await GatewayHost.StartAsync(context =>
        {
            seen = context.Request.Path;
            return Task.CompletedTask;
        });

        await host.Client.GetAsync("/openai/v1/models");

        seen.ShouldBe("/v1/models");
    }

    [Fact]
    public async Task Free_routes_pass_without_a_hold()
    {
        await using var host = await GatewayHost.StartAsync(ScriptedUpstream.Json("""{"input_tokens":3}"""));

        (await host.Client.GetAsync("/openai/v1/models")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await SendAsync(host.Client, "/anthropic/v1/messages/count_tokens")).Status.ShouldBe(200);
        (await SendAsync(host.Client, "/gemini/v1beta/models/gemini-2.5-flash:countTokens")).Status.ShouldBe(200);

        host.Flow.Intents.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_route_is_asked_for_as_unboundable_and_its_body_is_handed_on()
    {
        string? body = null;
        await using var host = await GatewayHost.StartAsync(async context => body = await new StreamReader(context.Request.Body).ReadToEndAsync());

        await host.Client.PostAsync("/openai/v1/images/generations", new StringContent("not json at all"));

        body.ShouldBe("not json at all");
        host.Flow.Intents.ShouldHaveSingleItem().Facts!.Unboundable.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var host = await GatewayHost.StartAsync(context =>
        {
            context.Response.Redirect("http://127.0.0.1:1/elsewhere");
            return Task.CompletedTask;
        });

        var answer = await host.Client.GetAsync("/openai/v1/models");

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().ShouldBe("http://127.0.0.1:1/elsewhere");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task A_stream_arrives_byte_for_byte_in_any_split(int pieceBytes)
    {
        var sent = string.Concat(Enumerable.Range(0, 20).Select(i => $"event: content_block_delta\ndata: {{\"type\":\"content_block_delta\",\"n\":{i}}}\n\n"));
        await using var host = await GatewayHost.StartAsync(ScriptedUpstream.Stream(sent, pieceBytes));

        var through = await SendAsync(host.Client, "/anthropic/v1/messages", """{"model":"claude-sonnet-4-5","max_tokens":5,"stream":true,"messages":[]}""");

        Encoding.UTF8.GetString(through.Bytes).ShouldBe(sent);
        through.Headers["Content-Type"].ShouldBe("text/event-stream");
    }

    internal static async Task<Reply> SendAsync(HttpClient client, string path, string body = """{"model":"gpt-5.4","messages":[]}""")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        return await SendAsync(client, request);
    }

    internal static async Task<Reply> SendAsync(HttpClient client, HttpRequestMessage request)
    {
        using var answer = await client.SendAsync(request);
        var headers = answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated)
            .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new Reply((int)answer.StatusCode, headers, await answer.Content.ReadAsByteArrayAsync());
    }

    internal sealed record Reply(int Status, Dictionary<string, string> Headers, byte[] Bytes)
    {
        public string Text => Encoding.UTF8.GetString(Bytes);
    }
}
