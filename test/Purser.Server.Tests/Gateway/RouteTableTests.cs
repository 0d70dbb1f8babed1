using Purser.Server.Gateway;

namespace Purser.Server.Tests.Gateway;

public sealed class RouteTableTests
{
    [Theory]
    [InlineData("openai", "/v1/chat/completions", "openai-chat")]
    [InlineData("openai", "/v1/responses", "openai-responses")]
    [InlineData("openai", "/v1/embeddings", "openai-embeddings")]
    [InlineData("openai", "/v1/completions", "openai-chat")]
    [InlineData("anthropic", "/v1/messages", "anthropic")]
    [InlineData("gemini", "/v1beta/models/gemini-2.5-pro:generateContent", "gemini")]
    [InlineData("gemini", "/v1beta/models/gemini-2.5-pro:streamGenerateContent", "gemini")]
    [InlineData("groq", "/v1/chat/completions", "groq")]
    [InlineData("unheard-of", "/v1/chat/completions", "openai-compatible")]
    public void A_model_call_is_metered_in_its_dialect(string upstream, string path, string dialect)
    {
        var match = Routes(upstream).Match("POST", path);

        match.Kind.ShouldBe(RouteKind.Metered);
        match.Dialect!.Name.ShouldBe(dialect);
        match.Dialect.Request.ShouldNotBeNull();
        match.Exact.ShouldBeTrue();
    }

    [Theory]
    [InlineData("POST", "openai", "/v1/images/generations")]
    [InlineData("POST", "openai", "/v1/batches")]
    [InlineData("POST", "openai", "/v1/chat/completions/")]
    [InlineData("PUT", "openai", "/v1/chat/completions")]
    [InlineData("POST", "anthropic", "/v1/messages/batches")]
    [InlineData("POST", "gemini", "/v1beta/models/gemini-2.5-pro:batchGenerateContent")]
    [InlineData("POST", "gemini", "/v1beta/models/:generateContent")]
    [InlineData("POST", "openai", "/v1/messages")]
    [InlineData("POST", "openai", "/v1/uploads/..%2Fchat/completions")]
    [InlineData("POST", "openai", "/v1/chat/completions;x/cancel")]
    [InlineData("POST", "openai", "/v1/chat/completions%3F/cancel")]
    [InlineData("POST", "gemini", "/v1beta/models/gemini-2.5-pro:generateContent%3F:countTokens")]
    public void What_is_not_listed_is_not_free(string method, string upstream, string path) =>
        Routes(upstream).Match(method, path).Kind.ShouldBe(RouteKind.Unboundable);

    [Theory]
    [InlineData("GET", "openai", "/v1/models")]
    [InlineData("GET", "openai", "/v1/chat/completions")]
    [InlineData("DELETE", "openai", "/v1/files/f1")]
    [InlineData("POST", "anthropic", "/v1/messages/count_tokens")]
    [InlineData("POST", "gemini", "/v1beta/models/gemini-2.5-pro:countTokens")]
    [InlineData("POST", "openai", "/v1/responses/r1/cancel")]
    public void What_cannot_cost_is_free(string method, string upstream, string path) =>
        Routes(upstream).Match(method, path).Kind.ShouldBe(RouteKind.Free);

    [Fact]
    public void Another_case_is_the_same_route_in_the_tables_spelling()
    {
        var match = Routes("openai").Match("POST", "/V1/Chat/Completions");

        match.Kind.ShouldBe(RouteKind.Metered);
        match.Path.ShouldBe("/v1/chat/completions");
        match.Exact.ShouldBeFalse();
    }

    [Fact]
    public void Gemini_names_model_and_streaming_in_the_path()
    {
        var match = Routes("gemini").Match("POST", "/v1beta/models/Gemini-2.5-Pro:STREAMgenerateContent");

        match.Model.ShouldBe("Gemini-2.5-Pro");
        match.Streams.ShouldBeTrue();
        match.Path.ShouldBe("/v1beta/models/Gemini-2.5-Pro:streamGenerateContent");
        match.Exact.ShouldBeFalse();
    }

    private static RouteTable Routes(string name)
    {
        var options = new GatewayOptions().Upstreams.TryGetValue(name, out var known) ? known : new UpstreamOptions { Url = "http://localhost" };
        return new Upstream(name, options, _ => null).Routes;
    }
}
