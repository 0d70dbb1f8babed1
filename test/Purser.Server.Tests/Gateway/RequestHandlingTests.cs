using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using static Purser.Server.Tests.Gateway.PassThroughTests;

namespace Purser.Server.Tests.Gateway;

public sealed class RequestHandlingTests
{
    private const string Chat = """{"model":"gpt-5.4","messages":[{"role":"user","content":"hi"}],"max_tokens":9}""";
    private const string Answer = """{"model":"gpt-5.4","choices":[],"usage":{"prompt_tokens":12,"completion_tokens":3,"total_tokens":15}}""";

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task A_compressed_body_is_read_and_forwarded_as_it_came(string encoding)
    {
        var (bytes, seen) = (ScriptedUpstream.Encode(Encoding.UTF8.GetBytes(Chat), encoding), default(Seen));
        await using var host = await GatewayHost.StartAsync(async context => seen = await Seen.OfAsync(context.Request));

        (await SendAsync(host.Client, Compressed(bytes, encoding))).Status.ShouldBe(200);

        seen!.Encoding.ShouldBe(encoding);
        seen.Body.ShouldBe(bytes);
        var facts = host.Flow.Intents.ShouldHaveSingleItem().Facts!;
        (facts.Model, facts.OutputLimit).ShouldBe(("gpt-5.4", 9));
    }

    [Fact]
    public async Task A_compressed_body_is_sent_plain_when_a_limit_is_written_into_it()
    {
        var seen = default(Seen);
        await using var host = await GatewayHost.StartAsync(
            async context => seen = await Seen.OfAsync(context.Request), new ScriptedFlow { OutputLimitToWrite = 5 });

        await SendAsync(host.Client, Compressed(ScriptedUpstream.Encode(Encoding.UTF8.GetBytes(Chat), "gzip"), "gzip"));

        seen!.Encoding.ShouldBe("");
        Encoding.UTF8.GetString(seen.Body).ShouldContain("\"max_tokens\":5");
    }

    [Theory]
    [InlineData("gzip", 400, "invalid_content_encoding")]
    [InlineData("zstd", 415, "unsupported_content_encoding")]
    public async Task A_body_that_cannot_be_decompressed_is_refused_before_the_upstream(string encoding, int status, string code)
    {
        var reached = false;
        await using var host = await GatewayHost.StartAsync(_ =>
        {
            reached = true;
            return Task.CompletedTask;
        });

        var through = await SendAsync(host.Client, Compressed(Encoding.UTF8.GetBytes(Chat), encoding));

        (through.Status, reached).ShouldBe((status, false));
        through.Text.ShouldContain(code);
    }

    [Fact]
    public async Task A_deflated_answer_passes_as_it_is_and_is_metered()
    {
        await using var host = await GatewayHost.StartAsync(ScriptedUpstream.Json(Answer, encoding: "deflate"));

        var through = await SendAsync(host.Client, "/openai/v1/chat/completions", Chat);

        through.Bytes.ShouldBe(ScriptedUpstream.Encode(Encoding.UTF8.GetBytes(Answer), "deflate"));
        host.Flow.Outcome.Reading!.Usage!.Value.Total.ShouldBe(15);
    }

    [Fact]
    public async Task The_content_type_is_handed_on_in_the_upstreams_own_spelling()
    {
        await using var host = await GatewayHost.StartAsync(ScriptedUpstream.Stream("data: [DONE]\n\n", 100, "text/event-stream;charset=UTF-8"));

        var through = await SendAsync(host.Client, "/openai/v1/chat/completions", """{"model":"gpt-5.4","messages":[],"stream":true}""");

        through.Headers["Content-Type"].ShouldBe("text/event-stream;charset=UTF-8");
    }

    [Fact]
    public async Task A_multipart_body_passes_byte_for_byte()
    {
        var seen = default(Seen);
        await using var host = await GatewayHost.StartAsync(async context => seen = await Seen.OfAsync(context.Request));
        using var form = new MultipartFormDataContent("boundary-1") { { new StringContent("whisper-1"), "model" }, { new ByteArrayContent([0, 255, 13, 10, 45, 45]), "file", "a.wav" } };
        var sent = await form.ReadAsByteArrayAsync();

        using var answer = await host.Client.PostAsync("/openai/v1/audio/transcriptions", form);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        seen!.Body.ShouldBe(sent);
        seen.Type.ShouldBe("multipart/form-data; boundary=\"boundary-1\"");
    }

    [Fact]
    public async Task Headers_that_the_connection_header_lists_end_here()
    {
        var names = new List<string>();
        await using var host = await GatewayHost.StartAsync(context =>
        {
            names.AddRange(context.Request.Headers.Keys);
            context.Response.Headers.Connection = "X-Hop-Back";
            context.Response.Headers["X-Hop-Back"] = "1";
            context.Response.Headers["X-End-Back"] = "1";
            return Task.CompletedTask;
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openai/v1/models");
        request.Headers.Connection.Add("X-Hop");
        request.Headers.Add("X-Hop", "1");
        request.Headers.Add("X-End", "1");

        var through = await SendAsync(host.Client, request);

        names.ShouldContain("X-End");
        names.ShouldNotContain("X-Hop");
        through.Headers.ShouldContainKey("X-End-Back");
        through.Headers.ShouldNotContainKey("X-Hop-Back");
    }

    [Fact]
    public async Task An_idempotency_key_comes_with_a_hash_of_body_and_caller()
    {
        await using var host = await GatewayHost.StartAsync(ScriptedUpstream.Json(Answer));

        foreach (var (body, user) in new[] { (Chat, "ada"), (Chat, "ada"), (Chat, "bob"), (Chat + " ", "ada") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/chat/completions") { Content = new StringContent(body) };
            request.Headers.Add("Idempotency-Key", "k-1");
            request.Headers.Add("X-Purser-User", user);
            await SendAsync(host.Client, request);
        }

        host.Flow.Intents.ShouldAllBe(intent => intent.IdempotencyKey == "k-1");
        var hashes = host.Flow.Intents.Select(intent => Convert.ToHexString(intent.IdempotencyHash.ToArray())).ToList();
        hashes[1].ShouldBe(hashes[0]);
        hashes.Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task Headers_over_the_limit_are_a_431_in_the_providers_shape()
    {
        await using var host = await GatewayHost.StartAsync(
            ScriptedUpstream.Json(Answer), options: uri => GatewayHost.PointAt(new() { MaxHeaderBytes = 1000 }, uri));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/anthropic/v1/messages") { Content = new StringContent(Chat) };
        request.Headers.Add("X-Long", new string('x', 1000));

        var through = await SendAsync(host.Client, request);

        through.Status.ShouldBe(431);
        through.Text.ShouldStartWith("""{"type":"error","error":{"type":"headers_too_large",""");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/openai")]
    [InlineData("/elsewhere/v1/models")]
    public async Task Paths_of_no_upstream_are_none_of_the_gateways(string path)
    {
        var reached = false;
        await using var host = await GatewayHost.StartAsync(_ =>
        {
            reached = true;
            return Task.CompletedTask;
        });

        (await host.Client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        reached.ShouldBeFalse();
    }

    private static HttpRequestMessage Compressed(byte[] bytes, string encoding)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentEncoding.Add(encoding);
        return new HttpRequestMessage(HttpMethod.Post, "/openai/v1/chat/completions") { Content = content };
    }

    private sealed record Seen(string Encoding, string? Type, byte[] Body)
    {
        public static async Task<Seen> OfAsync(HttpRequest request)
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            return new Seen(request.Headers.ContentEncoding.ToString(), request.ContentType, body.ToArray());
        }
    }
}
