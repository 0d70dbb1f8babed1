using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Purser.Calls;
using Purser.Dialects;
using Purser.Pricing;

namespace Purser.Tests.Calls;

/// <summary>budgets §10.5, short form: whatever merges a byte-level BPE has, its tokens never exceed the bound.</summary>
public sealed class BoundSoundnessTests
{
    private static readonly string[] Scripts = ["hello world ", "ключ ", "漢字かな ", "🙂👩‍👩‍👧 ", "{\"a\":[1,2]}\n", "QUJDRA==", "\u0000\u0001", "ﷺ", "\t\t\\\"", "नमस्ते ", "\ud83d\ude42"];

    [Fact]
    public void Byte_level_tokens_never_exceed_the_input_bound() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            string[] messages = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Text(random))];
            var body = JsonSerializer.SerializeToUtf8Bytes(new { model = "gpt-4o", max_tokens = 5, messages = messages.Select(content => new { role = "user", content }) });
            var facts = RequestReader.Read(body, RequestFormats.OpenAiChat);
            var bound = new BoundCalculator(new BoundOptions(), new BoundTrustTable())
                .Bound(facts, new Dialect { Name = "openai-chat", Provider = "openai", Request = RequestFormats.OpenAiChat }, "openai", "gpt-4o", PriceBook.BuiltIn, DateTimeOffset.UnixEpoch);
            // Four tokens of envelope a message and three for the answer's start, as OpenAI counts them.
            var tokens = 3 + messages.Sum(message => 4 + Tokens(random, Encoding.UTF8.GetBytes(message)));
            tokens.ShouldBeLessThanOrEqualTo(bound.InputBound);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(0, 40)).Select(_ => Scripts[random.Next(Scripts.Length)]));

    // Starts at one token a byte, the worst that byte-level BPE can do, and applies random merges.
    private static long Tokens(Random random, byte[] text)
    {
        var tokens = text.Select(value => (int)value).ToList();
        for (var merge = 0; merge < random.Next(0, 20) && tokens.Count > 1; merge++)
        {
            var at = random.Next(tokens.Count - 1);
            var (left, right) = (tokens[at], tokens[at + 1]);
            for (var i = 0; i + 1 < tokens.Count; i++)
                if (tokens[i] == left && tokens[i + 1] == right)
                {
                    tokens[i] = 256 + merge;
                    tokens.RemoveAt(i + 1);
                }
        }
        return tokens.Count;
    }
}
