using System.Text;
using Purser.Dialects;
using Purser.Tokens;

namespace Purser.Tests.Tokens.Detection;

public sealed class DialectDetectorTests
{
    // Bodies that say nothing about who wrote them: garbage, an empty answer, or a shape that two dialects read differently.
    private static readonly string[] Undecidable = ["err-117-html", "bad-95-nan-literal"];

    public static TheoryData<string> Decidable => [.. UsageVector.All.Select(v => v.Id).Except(Undecidable)];

    [Theory]
    [MemberData(nameof(Decidable))]
    public void Detected_dialect_reads_the_row_as_expected(string id)
    {
        var vector = UsageVector.Get(id);

        var dialect = UsageReader.Detect(vector.Bytes, vector.Headers);

        dialect.ShouldNotBeNull();
        vector.ShouldEqual(vector.ReadAs(dialect));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html><body>502 Bad Gateway</body></html>")]
    [InlineData("{}")]
    [InlineData("17")]
    public void Nothing_to_go_by_gives_null(string text) => UsageReader.Detect(Encoding.UTF8.GetBytes(text)).ShouldBeNull();

    [Theory]
    [InlineData("anthropic")]
    [InlineData("gemini")]
    [InlineData("cohere-v2")]
    [InlineData("bedrock-converse")]
    [InlineData("ollama")]
    [InlineData("langchain")]
    [InlineData("codex-jsonl")]
    public void Rows_with_a_shape_of_their_own_are_named_exactly(string name)
    {
        foreach (var vector in UsageVector.All.Where(v => v.Dialect.Name == name && !v.Id.StartsWith("bad-", StringComparison.Ordinal)))
            UsageReader.Detect(vector.Bytes, vector.Headers)?.Name.ShouldBe(name, vector.Id);
    }

    [Fact]
    public void Text_of_the_model_does_not_change_the_dialect()
    {
        var body = """{"object":"chat.completion","choices":[{"message":{"content":"{\"usageMetadata\":{\"promptTokenCount\":1}}"}}],"usage":{"prompt_tokens":1,"completion_tokens":2}}""";

        UsageReader.Detect(Encoding.UTF8.GetBytes(body)).ShouldBe(Dialect.Get("openai-chat"));
    }
}
