using System.Text;
using Purser.Calls;
using Purser.Dialects;

namespace Purser.Tests.Calls;

public sealed class PrefixMemoTests
{
    [Fact]
    public void Longest_remembered_prefix_wins()
    {
        var memo = new PrefixMemo(10);
        memo.Learn(Chain("a"), 100);
        memo.Learn(Chain("a", "b"), 200);
        memo.Find(Chain("a", "b", "c"))!.Value.Tokens.ShouldBe(200);
        memo.Find(Chain("a", "x"))!.Value.Tokens.ShouldBe(100);
    }

    [Fact]
    public void Suffix_is_every_byte_behind_the_prefix()
    {
        var memo = new PrefixMemo(10);
        memo.Learn(Chain("a"), 100);
        memo.Find(Chain("a", "bb"))!.Value.SuffixBytes.ShouldBe(""","bb"]}""".Length);
    }

    [Theory]
    [InlineData("x", "openai", "gpt-5")]
    [InlineData("a", "openai", "gpt-4o")]
    [InlineData("a", "azure", "gpt-5")]
    public void Other_text_model_or_provider_is_another_conversation(string message, string provider, string model)
    {
        var memo = new PrefixMemo(10);
        memo.Learn(Chain("a"), 100);
        memo.Find(Of(provider, model, message)!).ShouldBeNull();
    }

    [Fact]
    public void Least_recently_used_goes_first_at_the_bound()
    {
        var memo = new PrefixMemo(2);
        memo.Learn(Chain("a"), 1);
        memo.Learn(Chain("b"), 2);
        memo.Find(Chain("a"));
        memo.Learn(Chain("c"), 3);
        memo.Count.ShouldBe(2);
        memo.Find(Chain("a")).ShouldNotBeNull();
        memo.Find(Chain("b")).ShouldBeNull();
    }

    [Fact]
    public void Nothing_reported_teaches_nothing()
    {
        var memo = new PrefixMemo(2);
        memo.Learn(Chain("a"), 0);
        memo.Count.ShouldBe(0);
    }

    [Fact]
    public void Body_with_media_or_without_messages_has_no_chain()
    {
        PrefixChain.Of("{}"u8, RequestReader.Read("{}"u8, RequestFormats.OpenAiChat), "p", "m").ShouldBeNull();
        var media = """{"messages":[{"content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AA"}}]}]}"""u8;
        PrefixChain.Of(media, RequestReader.Read(media, RequestFormats.OpenAiChat), "p", "m").ShouldBeNull();
    }

    [Fact]
    public void Long_conversation_is_found_by_its_last_messages()
    {
        var memo = new PrefixMemo(2);
        string[] messages = [.. Enumerable.Range(0, 500).Select(i => $"m{i}")];
        memo.Learn(Chain(messages), 9000);
        memo.Find(Chain([.. messages, "next"]))!.Value.Tokens.ShouldBe(9000);
    }

    [Fact]
    public void Concurrent_use_keeps_the_bound()
    {
        var memo = new PrefixMemo(50);
        Parallel.For(0, 2000, i =>
        {
            memo.Learn(Chain($"m{i % 200}"), i + 1);
            memo.Find(Chain($"m{(i + 7) % 200}"));
        });
        memo.Count.ShouldBeLessThanOrEqualTo(50);
    }

    private static PrefixChain Chain(params string[] messages) => Of("openai", "gpt-5", messages)!;

    private static PrefixChain? Of(string provider, string model, params string[] messages)
    {
        var body = Encoding.UTF8.GetBytes("{\"messages\":[" + string.Join(',', messages.Select(text => $"\"{text}\"")) + "]}");
        return PrefixChain.Of(body, RequestReader.Read(body, RequestFormats.OpenAiChat), provider, model);
    }
}
