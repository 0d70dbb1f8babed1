using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Purser.Dialects;

namespace Purser.Tests.Dialects;

/// <summary>An edited body parses to the original with exactly the intended change, whatever else it holds.</summary>
public sealed class RequestEditsProperties
{
    private static readonly string[] Spaces = ["", " ", "\n\t", "  \r\n "];
    private static readonly string[] Scalars = ["1", "-0.5e-3", "true", "null", "\"\"", "\"\\u00e9\\n\\\"{}[]:,\"", "\"ключ 🙂\"", "\"\\ud83d\\ude42\"", "\"max_tokens\\\":1\""];
    private static readonly string[] Keys = ["\"a\"", "\"a\"", "\"ключ\"", "\"\\u0061b\"", "\"🙂\"", "\"maxtokens\"", "\"x_stream_options\"", "\"\""];

    [Fact]
    public void Edited_body_differs_by_the_intended_change_alone() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var governed = Governed(random);
            var body = Encoding.UTF8.GetBytes(Object(random, 3, governed));
            var limit = random.Next(1, 200);
            var facts = RequestReader.Read(body, RequestFormats.OpenAiChat);
            var edited = RequestEdits.Apply(body, facts, RequestFormats.OpenAiChat, includeUsage: true, limit).ToArray();

            var after = RequestReader.Read(edited, RequestFormats.OpenAiChat);
            after.IncludeUsage.ShouldBeTrue();
            after.OutputLimit.ShouldBe(Math.Min(facts.OutputLimit ?? long.MaxValue, limit));
            // With the governed members taken out of both, nothing may differ.
            Rest(edited).ShouldBe(Rest(body));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Bodies_that_need_no_change_come_back_as_they_were() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var body = Encoding.UTF8.GetBytes(Object(new Random(seed), 3, ["\"max_tokens\":1", "\"stream_options\":{\"include_usage\":true}"]));
            var facts = RequestReader.Read(body, RequestFormats.OpenAiChat);
            RequestEdits.Apply(body, facts, RequestFormats.OpenAiChat, true, 5).ToArray().ShouldBe(body);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    private static List<string> Governed(Random random)
    {
        string[] options = ["", "\"stream_options\":null", "\"stream_options\": { }", "\"stream_options\":{\"k\" : [1]}", "\"stream_options\":{\"k\":1, \"include_usage\": false }"];
        string[] limits = ["", "\"max_tokens\": 100", "\"max_tokens\":null", "\"max_completion_tokens\":7"];
        return [.. new[] { options[random.Next(options.Length)], limits[random.Next(limits.Length)] }.Where(member => member.Length > 0)];
    }

    private static string Object(Random random, int depth, List<string> extra)
    {
        var members = Enumerable.Range(0, random.Next(4)).Select(_ => $"{Pick(random, Keys)}{Pick(random, Spaces)}:{Pick(random, Spaces)}{Value(random, depth)}").Concat(extra).ToArray();
        random.Shuffle(members);
        return "{" + Pick(random, Spaces) + string.Join($"{Pick(random, Spaces)},{Pick(random, Spaces)}", members) + Pick(random, Spaces) + "}";
    }

    private static string Value(Random random, int depth) => random.Next(depth > 0 ? 4 : 2) switch
    {
        2 => Object(random, depth - 1, []),
        3 => "[" + string.Join(", ", Enumerable.Range(0, random.Next(3)).Select(_ => Value(random, depth - 1))) + "]",
        _ => Pick(random, Scalars),
    };

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];

    private static string Rest(byte[] body)
    {
        // A reader of our own kind would prove nothing here; duplicates are kept by walking raw members.
        using var document = System.Text.Json.JsonDocument.Parse(body);
        var members = document.RootElement.EnumerateObject()
            .Where(member => member.Name is not ("max_tokens" or "max_completion_tokens"))
            .Select(member => member.Name == "stream_options" ? Options(member.Value) : $"{member.Name}={member.Value.GetRawText()}")
            .Where(text => text.Length > 0);
        return string.Join('\n', members);
    }

    private static string Options(System.Text.Json.JsonElement options) => options.ValueKind != System.Text.Json.JsonValueKind.Object
        ? ""
        : string.Join(';', options.EnumerateObject().Where(member => member.Name != "include_usage").Select(member => $"{member.Name}={member.Value.GetRawText()}"));
}
