using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Purser.Calls;
using Purser.Tokens;
using static Purser.Server.Tests.Gateway.PassThroughTests;

namespace Purser.Server.Tests.Gateway;

public sealed class StreamTests
{
    private const string Asked = """{"model":"gpt-5.4","messages":[{"role":"user","content":"hi"}],"stream":true,"stream_options":{"include_usage":true}}""";
    private const string NotAsked = """{"model":"gpt-5.4","messages":[{"role":"user","content":"hi"}],"stream":true}""";
    private const string UsageChunk = """data: {"id":"c1","model":"gpt-5.4","choices":[],"usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}}""" + "\n\n";

    private const string Anthropic =
        """
        event: message_start
        data: {"type":"message_start","message":{"id":"msg_1","model":"claude-sonnet-4-5","usage":{"input_tokens":10,"output_tokens":1}}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"hello"}}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":5}}

        event: message_stop
        data: {"type":"message_stop"}


        """;

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(100_000)]
    public async Task A_client_that_did_not_ask_receives_what_a_direct_call_receives(int pieceBytes)
    {
        await using var host = await GatewayHost.StartAsync(OpenAiModel(pieceBytes));

        var direct = await SendAsync(host.Direct, "/v1/chat/completions", NotAsked);
        var through = await SendAsync(host.Client, "/openai/v1/chat/completions", NotAsked);

        through.Text.ShouldBe(direct.Text);
        through.Text.ShouldNotContain("usage");
        host.Flow.Outcome.Reading!.Usage!.Value.ShouldBe(new TokenUsage { InputUncached = 11, OutputText = 7 });
        host.Flow.Outcome.End.ShouldBe(CallEnd.Complete);
    }

    [Fact]
    public async Task A_client_that_asked_receives_its_usage_chunk()
    {
        await using var host = await GatewayHost.StartAsync(OpenAiModel(50));

        var direct = await SendAsync(host.Direct, "/v1/chat/completions", Asked);
        var through = await SendAsync(host.Client, "/openai/v1/chat/completions", Asked);

        through.Text.ShouldBe(direct.Text);
        through.Text.ShouldContain("\"prompt_tokens\":11");
        host.Flow.Outcome.Reading!.Usage!.Value.Total.ShouldBe(18);
    }

    [Fact]
    public async Task An_upstream_that_compresses_although_asked_not_to_is_edited_decoded()
    {
        var chunks = Chunks(withUsage: true) + UsageChunk + "data: [DONE]\n\n";
        await using var host = await GatewayHost.StartAsync(ScriptedUpstream.Stream(chunks, 40, encoding: "gzip"));

        var through = await SendAsync(host.Client, "/openai/v1/chat/completions", NotAsked);

        through.Text.ShouldBe(Chunks(withUsage: false) + "data: [DONE]\n\n");
        through.Headers.ShouldNotContainKey("Content-Encoding");
        host.Flow.Outcome.Reading!.Usage!.Value.Total.ShouldBe(18);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_compressed_stream_passes_as_it_is_and_is_metered_on_the_side(string encoding)
    {
        await using var host = await GatewayHost.StartAsync(ScriptedUpstream.Stream(Anthropic, 9, encoding: encoding));

        var through = await SendAsync(host.Client, "/anthropic/v1/messages", """{"model":"claude-sonnet-4-5","max_tokens":9,"stream":true,"messages":[]}""");

        through.Bytes.ShouldBe(ScriptedUpstream.Encode(Encoding.UTF8.GetBytes(Anthropic), encoding));
        host.Flow.Outcome.Reading!.Usage!.Value.ShouldBe(new TokenUsage { InputUncached = 10, OutputText = 5 });
    }

    [Theory]
    [InlineData("/anthropic/v1/messages", """{"model":"claude-sonnet-4-5","max_tokens":9,"stream":true,"messages":[]}""")]
    [InlineData("/openai/v1/chat/completions", NotAsked)]
    public async Task The_terminal_event_waits_until_the_settlement_is_acknowledged(string path, string body)
    {
        var terminal = path.StartsWith("/anthropic", StringComparison.Ordinal) ? "message_stop" : "[DONE]";
        RequestDelegate upstream = path.StartsWith("/anthropic", StringComparison.Ordinal) ? ScriptedUpstream.Stream(Anthropic, 60) : OpenAiModel(60);
        await using var host = await GatewayHost.StartAsync(upstream, new ScriptedFlow { HoldSettlements = true });

        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await answer.Content.ReadAsStreamAsync();
        var rest = new StreamReader(stream).ReadToEndAsync();
        await host.Flow.Settled.Task;
        rest.IsCompleted.ShouldBeFalse();
        host.Flow.Acknowledge();

        (await rest).ShouldContain(terminal);
    }

    [Fact]
    public async Task A_short_body_waits_until_the_settlement_is_acknowledged()
    {
        await using var host = await GatewayHost.StartAsync(
            ScriptedUpstream.Json("""{"usage":{"prompt_tokens":1,"completion_tokens":2}}"""), new ScriptedFlow { HoldSettlements = true });

        var answer = SendAsync(host.Client, "/openai/v1/chat/completions");
        await host.Flow.Settled.Task;
        answer.IsCompleted.ShouldBeFalse();
        host.Flow.Acknowledge();

        (await answer).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_gemini_json_array_is_metered_and_passes_byte_for_byte()
    {
        const string Array = """
            [{"candidates":[{"content":{"parts":[{"text":"a"}]}}],"usageMetadata":{"promptTokenCount":4,"totalTokenCount":4}}
            ,
            {"candidates":[{"content":{"parts":[{"text":"b"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":4,"candidatesTokenCount":6,"totalTokenCount":10}}
            ]
            """;
        await using var host = await GatewayHost.StartAsync(ScriptedUpstream.Stream(Array, 30, "application/json"));

        var through = await SendAsync(host.Client, "/gemini/v1beta/models/gemini-2.5-flash:streamGenerateContent", """{"contents":[]}""");

        through.Text.ShouldBe(Array);
        var intent = host.Flow.Intents.ShouldHaveSingleItem();
        (intent.Attributes.Provider, intent.Attributes.Model, intent.Facts!.Stream).ShouldBe(("google", "gemini-2.5-flash", true));
        host.Flow.Outcome.Reading!.Usage!.Value.ShouldBe(new TokenUsage { InputUncached = 4, OutputText = 6 });
        host.Flow.Outcome.End.ShouldBe(CallEnd.Complete);
    }

    [Fact]
    public async Task Events_reach_the_client_before_the_upstream_sends_the_next()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await GatewayHost.StartAsync(async context =>
        {
            await ScriptedUpstream.SendAsync(context, "data: first\n\n"u8.ToArray(), 100);
            await gate.Task;
            await ScriptedUpstream.SendMoreAsync(context, "data: second\n\n"u8.ToArray());
        });

        using var request = new HttpRequestMessage(HttpMethod.Post, "/local/v1/chat/completions") { Content = new StringContent(NotAsked) };
        using var answer = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());

        (await reader.ReadLineAsync()).ShouldBe("data: first");
        gate.SetResult();
        (await reader.ReadToEndAsync()).ShouldBe("\ndata: second\n\n");
    }

    [Fact]
    public async Task A_slow_client_stops_the_upstream()
    {
        var written = 0L;
        var stalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await GatewayHost.StartAsync(async context =>
        {
            var chunk = new byte[64 * 1024];
            context.Response.ContentType = "text/event-stream";
            for (var i = 0; i < 4096; i++)
            {
                var write = context.Response.Body.WriteAsync(chunk, context.RequestAborted).AsTask();
                // Socket buffers hold a few megabytes; a write that does not return in half a second is back-pressure.
                if (await Task.WhenAny(write, Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System)) != write)
                {
                    stalled.SetResult();
                    return;
                }

                written += chunk.Length;
            }
        });

        using var request = new HttpRequestMessage(HttpMethod.Post, "/local/v1/chat/completions") { Content = new StringContent(NotAsked) };
        using var answer = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        await stalled.Task;
        written.ShouldBeLessThan(64 * 1024 * 1024);
    }

    private static string Chunks(bool withUsage) => string.Concat(Enumerable.Range(0, 5).Select(i =>
        $"data: {{\"id\":\"c1\",\"model\":\"gpt-5.4\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"wörd {i}\"}}}}]{(withUsage ? ",\"usage\":null" : "")}}}\n\n"));

    /// <summary>Speaks as OpenAI does: usage appears only where it was asked for.</summary>
    private static RequestDelegate OpenAiModel(int pieceBytes) => async context =>
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var asked = body.RootElement.TryGetProperty("stream_options", out var options) && options.GetProperty("include_usage").GetBoolean();
        if (asked)
            context.Request.Headers.AcceptEncoding.ToString().ShouldNotContain("gzip");
        var text = Chunks(asked) + (asked ? UsageChunk : "") + "data: [DONE]\n\n";
        await ScriptedUpstream.SendAsync(context, Encoding.UTF8.GetBytes(text), pieceBytes);
    };
}
