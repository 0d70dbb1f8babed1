using Purser.Server.Gateway;

namespace Purser.Server.Tests.Gateway;

public sealed class UpstreamTests
{
    [Theory]
    [InlineData("https://api.openai.com/v1", "/v1/models", "https://api.openai.com/v1/models")]
    [InlineData("https://api.openai.com/v1/", "/v1/models", "https://api.openai.com/v1/models")]
    [InlineData("https://api.anthropic.com", "/v1/messages", "https://api.anthropic.com/v1/messages")]
    [InlineData("https://api.groq.com/openai/v1", "/v1/chat/completions", "https://api.groq.com/openai/v1/chat/completions")]
    [InlineData("http://localhost:11434", "/v1/chat/completions", "http://localhost:11434/v1/chat/completions")]
    [InlineData("https://g.example/v1beta", "/v1beta/models/m:generateContent", "https://g.example/v1beta/models/m:generateContent")]
    [InlineData("https://g.example/v1", "/v1beta/models", "https://g.example/v1/v1beta/models")]
    public void A_path_is_joined_to_its_base(string url, string path, string joined) =>
        new Upstream("x", new UpstreamOptions { Url = url }, _ => null).Join(path, "?a=%2F").AbsoluteUri.ShouldBe(joined + "?a=%2F");

    [Theory]
    [InlineData("api")]
    [InlineData("V1")]
    [InlineData("metrics")]
    [InlineData("a/b")]
    [InlineData("")]
    public void A_reserved_or_broken_name_is_refused(string name) =>
        Should.Throw<ArgumentException>(() => new Upstream(name, new UpstreamOptions { Url = "http://localhost" }, _ => null));

    [Theory]
    [InlineData("ftp://host")]
    [InlineData("localhost")]
    [InlineData("http://user:pw@host")]
    [InlineData("http://host?x=1")]
    public void A_url_that_cannot_be_a_base_is_refused_with_its_key(string url) =>
        Should.Throw<ArgumentException>(() => new Upstream("mine", new UpstreamOptions { Url = url }, _ => null)).Message.ShouldContain("Gateway:Upstreams:mine:Url");

    [Fact]
    public void An_unknown_dialect_is_refused_with_its_key() =>
        Should.Throw<ArgumentException>(() => new Upstream("mine", new UpstreamOptions { Url = "http://host", Dialect = "klingon" }, _ => null))
            .Message.ShouldContain("Gateway:Upstreams:mine:Dialect");

    [Fact]
    public void The_key_comes_from_its_variable_unless_stated()
    {
        var options = new UpstreamOptions { Url = "http://host", ApiKeyVariable = "MY_KEY" };
        var stated = new UpstreamOptions { Url = "http://host", ApiKeyVariable = "MY_KEY", ApiKey = "stated" };

        new Upstream("mine", options, name => "from " + name).ApiKey.ShouldBe("from MY_KEY");
        new Upstream("mine", stated, name => "from " + name).ApiKey.ShouldBe("stated");
    }

    [Theory]
    [InlineData("gemini", "google")]
    [InlineData("openai", "openai")]
    [InlineData("groq", "groq")]
    [InlineData("My-Own", "my-own")]
    public void The_provider_has_the_one_spelling(string name, string provider) =>
        new Upstream(name, new UpstreamOptions { Url = "http://host" }, _ => null).Provider.ShouldBe(provider);
}
