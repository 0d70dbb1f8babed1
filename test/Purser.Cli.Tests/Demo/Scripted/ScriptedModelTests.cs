using System.Net;
using System.Text;
using Purser.Cli.Demo.Scripted;
using Purser.Dialects;
using Purser.Tokens;

namespace Purser.Cli.Tests.Demo.Scripted;

public sealed class ScriptedModelTests : IAsyncLifetime
{
    private static readonly HttpClient Http = new();
    private ScriptedModel _model = null!;

    public async ValueTask InitializeAsync() => _model = await ScriptedModel.StartAsync(TimeProvider.System, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _model.DisposeAsync();

    [Theory]
    [InlineData("/v1/chat/completions", "openai-chat", """{"model":"gpt-5-mini","messages":[]}""")]
    [InlineData("/v1/chat/completions", "openai-chat", """{"model":"gpt-5-mini","stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData("/v1/responses", "openai-responses", """{"model":"gpt-5-mini","input":"hi"}""")]
    [InlineData("/v1/responses", "openai-responses", """{"model":"gpt-5-mini","input":"hi","stream":true}""")]
    [InlineData("/v1/messages", "anthropic", """{"model":"claude-haiku-4-5","max_tokens":100}""")]
    [InlineData("/v1/messages", "anthropic", """{"model":"claude-haiku-4-5","max_tokens":100,"stream":true}""")]
    [InlineData("/v1beta/models/gemini-2.5-flash:generateContent", "gemini", """{"contents":[]}""")]
    [InlineData("/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse", "gemini", """{"contents":[]}""")]
    public async Task The_usage_on_the_wire_is_what_the_model_remembers(string path, string dialect, string body)
    {
        var text = await PostAsync(path, body, "output=12, reasoning=3, cached=4");
        var call = _model.Calls.ShouldHaveSingleItem();
        call.SentText.ShouldBe(text);
        call.Completed.ShouldBeTrue();
        var usage = Read(text, dialect);
        usage.InputTotal.ShouldBe(call.Answer.InputTokens);
        usage.CacheRead.ShouldBe(4);
        usage.OutputTotal.ShouldBe(15);
    }

    [Fact]
    public async Task Embeddings_use_input_only()
    {
        var usage = Read(await PostAsync("/v1/embeddings", """{"model":"text-embedding-3-small","input":["a","b"]}""", ""), "openai-embeddings");
        usage.OutputTotal.ShouldBe(0);
        usage.InputTotal.ShouldBe(_model.Calls.Single().Answer.InputTokens);
    }

    [Fact]
    public async Task The_same_request_gets_the_same_bytes()
    {
        const string body = """{"model":"gpt-5-mini","stream":true}""";
        (await PostAsync("/v1/chat/completions", body, "")).ShouldBe(await PostAsync("/v1/chat/completions", body, ""));
    }

    [Fact]
    public async Task The_output_limit_of_the_request_is_kept()
    {
        await PostAsync("/v1/chat/completions", """{"model":"gpt-5-mini","max_completion_tokens":5}""", "output=50");
        _model.Calls.Single().Answer.OutputTokens.ShouldBe(5);
    }

    [Theory]
    [InlineData("/v1/chat/completions", 429)]
    [InlineData("/v1/messages", 529)]
    [InlineData("/v1/responses", 408)]
    public async Task A_scripted_status_is_an_error_without_a_completion(string path, int status)
    {
        using var response = await SendAsync(path, """{"model":"m","stream":true}""", $"status={status}", TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe((HttpStatusCode)status);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("\"error\"");
    }

    [Fact]
    public async Task A_cut_stream_ends_in_an_error_after_the_stated_events()
    {
        await Should.ThrowAsync<Exception>(() => PostAsync("/v1/chat/completions", """{"model":"m","stream":true}""", "chunks=40, cut=10"));
        var call = _model.Calls.ShouldHaveSingleItem();
        call.EventsSent.ShouldBe(10);
        call.Completed.ShouldBeFalse();
    }

    [Fact]
    public async Task No_usage_means_none()
    {
        var text = await PostAsync("/v1/chat/completions", """{"model":"m"}""", "no-usage");
        text.ShouldNotContain("usage");
    }

    [Theory]
    [InlineData("cut=ten")]
    [InlineData("explode")]
    public void An_unknown_behaviour_is_refused(string header) => Should.Throw<FormatException>(() => Scenario.Parse(header));

    private static TokenUsage Read(string text, string dialectName)
    {
        var dialect = Dialect.Find(dialectName).ShouldNotBeNull();
        var bytes = Encoding.UTF8.GetBytes(text);
        if (text.StartsWith('{'))
            return UsageReader.ReadBody(bytes, dialect).Usage.ShouldNotBeNull();
        var stream = new UsageStreamReader(dialect);
        stream.Feed(bytes);
        return stream.Complete().Usage.ShouldNotBeNull();
    }

    private async Task<string> PostAsync(string path, string body, string scenario)
    {
        using var response = await SendAsync(path, body, scenario, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string body, string scenario, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _model.Url + path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add(Scenario.Header, scenario);
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }
}
