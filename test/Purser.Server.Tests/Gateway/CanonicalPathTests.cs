using Purser.Server.Gateway;

namespace Purser.Server.Tests.Gateway;

public sealed class CanonicalPathTests
{
    [Theory]
    [InlineData("/openai/v1/chat/completions", "/openai/v1/chat/completions", true)]
    [InlineData("/openai/v1//chat/completions", "/openai/v1/chat/completions", false)]
    [InlineData("/openai/./v1/chat/completions", "/openai/v1/chat/completions", false)]
    [InlineData("/openai/v1/files/../chat/completions", "/openai/v1/chat/completions", false)]
    [InlineData("/openai/v1/files/%2e%2E/chat/completions", "/openai/v1/chat/completions", false)]
    [InlineData("/openai/v1/ch%61t/completions", "/openai/v1/chat/completions", false)]
    [InlineData("/openai/v1/chat%2fcompletions", "/openai/v1/chat%2Fcompletions", false)]
    [InlineData("/openai/v1/chat%2Fcompletions", "/openai/v1/chat%2Fcompletions", false)]
    [InlineData("/openai/v1/files%252e", "/openai/v1/files%252e", false)]
    [InlineData("/openai/v1/files/a%20b", "/openai/v1/files/a%20b", true)]
    [InlineData("/openai/v1/files/a%c3%a9", "/openai/v1/files/a%C3%A9", false)]
    [InlineData("/openai/v1/chat;x=1/completions", "/openai/v1/chat;x=1/completions", false)]
    [InlineData("/openai/v1/models/", "/openai/v1/models/", true)]
    [InlineData("/../../openai", "/openai", false)]
    public void Every_spelling_has_one_canonical_path(string raw, string canonical, bool wasCanonical) =>
        CanonicalPath.From(raw).ShouldBe(new CanonicalPath(canonical, wasCanonical));

    [Theory]
    [InlineData("/a%2")]
    [InlineData("/a%zz")]
    [InlineData("/a%00b")]
    [InlineData("/a%0d%0ab")]
    [InlineData("/a\\b")]
    [InlineData("/openai/v1/chat/completions#/cancel")]
    [InlineData("/gemini/v1beta/models/g:generateContent#:countTokens")]
    [InlineData("a/b")]
    [InlineData("")]
    public void A_path_without_one_meaning_has_none(string raw) => CanonicalPath.From(raw).ShouldBeNull();

    [Fact]
    public void A_canonical_path_stays_itself()
    {
        foreach (var raw in (string[])["/a/%2e%2e/b", "/a%7Eb//c/.", "/x/%41/..", "/é%c3"])
        {
            var once = CanonicalPath.From(raw)!.Value.Value;
            CanonicalPath.From(once)!.Value.Value.ShouldBe(once);
        }
    }
}
