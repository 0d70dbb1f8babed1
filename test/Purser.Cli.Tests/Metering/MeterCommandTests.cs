using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;

namespace Purser.Cli.Tests.Metering;

public sealed class MeterCommandTests
{
    private const string Body = """{"id":"c1","object":"chat.completion","model":"gpt-5-mini","choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100}}""";

    private static readonly string Vectors = Path.Combine(AppContext.BaseDirectory, "TestData", "usage-vectors.jsonl");

    [Fact]
    public async Task Every_vector_is_answered_as_expected_one_a_line()
    {
        using var run = await CommandRun.OfAsync("meter", "--jsonl", Vectors);
        run.Status.ShouldBe(ExitCode.Done);
        var rows = (await File.ReadAllLinesAsync(Vectors)).Where(l => l.Length > 0).Select(l => JsonNode.Parse(l)!).ToArray();
        var answers = run.Output.TrimEnd('\n').Split('\n').Select(l => JsonNode.Parse(l)!).ToArray();
        answers.Length.ShouldBe(rows.Length);
        foreach (var (row, answer) in rows.Zip(answers))
            ExpectedForm(answer).ShouldBe(Normalized(row), (string)row["id"]!);
    }

    [Fact]
    public async Task One_body_is_metered_and_priced()
    {
        using var run = await CommandRun.WithInputAsync(Body, "meter", "--provider", "openai-chat", "--json");
        run.Status.ShouldBe(ExitCode.Done);
        var answer = JsonNode.Parse(run.Output)!;
        ((string)answer["id"]!).ShouldBe("c1");
        ((long)answer["usage"]!["total"]!).ShouldBe(1100);
        ((string)answer["cost"]!["usd"]!).ShouldBe("0.00045");
        ((long)answer["cost"]!["nano_usd"]!).ShouldBe(450_000);
        ((bool)answer["cost"]!["priced"]!).ShouldBeTrue();
        ((string)answer["cost"]!["price"]!).ShouldStartWith("openai/gpt-5-mini@");
    }

    [Fact]
    public async Task An_unknown_model_is_unpriced_never_zero()
    {
        using var run = await CommandRun.WithInputAsync(Body.Replace("gpt-5-mini", "my-model", StringComparison.Ordinal), "meter", "--provider", "openai-chat", "--json");
        var cost = JsonNode.Parse(run.Output)!["cost"]!;
        cost["usd"].ShouldBeNull();
        ((bool)cost["priced"]!).ShouldBeFalse();
    }

    [Fact]
    public async Task The_model_option_prices_a_response_that_names_none()
    {
        using var run = await CommandRun.WithInputAsync(Body.Replace("\"model\":\"gpt-5-mini\",", "", StringComparison.Ordinal), "meter", "--provider", "openai-chat", "--model", "gpt-5-mini", "--json");
        ((string)JsonNode.Parse(run.Output)!["cost"]!["usd"]!).ShouldBe("0.00045");
    }

    [Fact]
    public async Task A_stream_is_metered_as_it_went_over_the_wire()
    {
        var stream = $"data: {{\"model\":\"gpt-5-mini\",\"choices\":[{{\"delta\":{{\"content\":\"hi\"}}}}]}}\n\ndata: {Body}\n\ndata: [DONE]\n\n";
        using var run = await CommandRun.WithInputAsync(stream, "meter", "--provider", "openai-chat", "--json");
        ((long)JsonNode.Parse(run.Output)!["usage"]!["output_text"]!).ShouldBe(100);
    }

    [Fact]
    public async Task A_body_without_usage_fails_and_says_why()
    {
        using var run = await CommandRun.WithInputAsync("""{"object":"chat.completion","model":"gpt-5-mini"}""", "meter", "--provider", "openai-chat");
        run.Status.ShouldBe(ExitCode.Failed);
        run.Output.ShouldContain("error: usage_missing");
        run.Output.ShouldContain("cost: unpriced");
    }

    [Theory]
    [InlineData("--provider", "no-such-dialect")]
    [InlineData("--model", "m")]
    public async Task Input_of_an_unknown_kind_is_wrong_usage_and_lists_the_kinds(string option, string value)
    {
        using var run = await CommandRun.WithInputAsync("hello", "meter", option, value);
        run.Status.ShouldBe(ExitCode.WrongUsage);
        run.Error.ShouldContain("anthropic");
    }

    [Fact]
    public async Task A_bad_line_among_good_ones_is_an_answer_of_its_own()
    {
        var good = $$"""{"id":"a","provider":"openai-chat","body":{{Body}}}""";
        using var run = await CommandRun.WithInputAsync($"{good}\n\nnot json\n{{\"id\":\"b\",\"provider\":\"nobody\",\"body\":{{}}}}\n{good}", "meter", "--jsonl");
        run.Status.ShouldBe(ExitCode.Done);
        run.Output.TrimEnd().Split('\n').Select(l => JsonNode.Parse(l)!).Select(a => $"{a["id"]} {a["status"]} {a["error"]}".Trim())
            .ShouldBe(["a ok", "error malformed_json", "b error unknown_provider", "a ok"]);
    }

    [Fact]
    public async Task A_compressed_transcript_reads_as_the_plain_one()
    {
        const string line = """{"type":"assistant","requestId":"r","sessionId":"s","message":{"id":"m","model":"claude-sonnet-4-5","usage":{"input_tokens":100,"output_tokens":10}}}""";
        var file = Path.GetTempFileName();
        try
        {
            await using (var gzip = new GZipStream(File.Create(file), CompressionLevel.Fastest))
                await gzip.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), TestContext.Current.CancellationToken);
            using var run = await CommandRun.OfAsync("meter", "--provider", "claude-code-jsonl", "--json", file);
            run.Status.ShouldBe(ExitCode.Done);
            ((long)JsonNode.Parse(run.Output)!["usage"]!["total"]!).ShouldBe(110);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_missing_file_fails_with_its_name()
    {
        using var run = await CommandRun.OfAsync("meter", "no-such-file.json");
        run.Status.ShouldBe(ExitCode.Failed);
        run.Error.ShouldContain("no-such-file.json");
    }

    // Both sides in the vectors' own form: status, model, the leaves, flags and extra when there are any.
    private static string ExpectedForm(JsonNode answer)
    {
        if ((string?)answer["error"] is { } error)
            return error;
        var flat = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["status"] = (string)answer["status"]! };
        foreach (var (name, count) in answer["usage"]!.AsObject())
            flat[name] = count!.ToJsonString();
        Add(flat, "model", answer["model"]);
        Add(flat, "flags", answer["flags"]!.AsArray().Count == 0 ? null : answer["flags"]);
        Add(flat, "extra", answer["extra"]!.AsObject().Count == 0 ? null : Sorted(answer["extra"]!));
        return string.Join(' ', flat);
    }

    private static string Normalized(JsonNode row)
    {
        if ((string?)row["error"] is { } error)
            return error;
        var flat = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in row["expected"]!.AsObject())
            Add(flat, name, name == "extra" ? Sorted(value!) : value);
        flat["status"] = (string)row["expected"]!["status"]!;
        return string.Join(' ', flat);
    }

    private static JsonObject Sorted(JsonNode extra) =>
        new(extra.AsObject().OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));

    private static void Add(SortedDictionary<string, string> flat, string name, JsonNode? value)
    {
        if (value is not null)
            flat[name] = value.ToJsonString();
    }
}
