using System.Text;
using Purser.Dialects;
using Purser.Tokens;

namespace Purser.Tests.Tokens;

public sealed class TranscriptReaderTests
{
    private const string Meta = """{"timestamp":"2026-05-13T09:00:00Z","type":"session_meta","payload":{"id":"s2","forked_from_id":"s1"}}""";

    [Fact]
    public void Malformed_line_is_skipped_and_flagged()
    {
        var reading = Read.Lines("claude-code-jsonl", "{oops", Claude("m1", "r1", 5), Claude("m2", "r2", 7));

        reading.Flags.ShouldBe(UsageFlags.MalformedLine);
        reading.Usage!.Value.OutputText.ShouldBe(12);
        reading.Extra.Requests.ShouldBe(2);
    }

    [Fact]
    public void Sidechain_replay_before_its_parent_counts_once() =>
        Read.Lines("claude-code-jsonl", Claude("m1", "r2", 5, sidechain: true), Claude("m1", "r1", 5)).Extra.Requests.ShouldBe(1);

    [Fact]
    public void Synthetic_model_does_not_count() =>
        Read.Lines("claude-code-jsonl", Claude("m1", "r1", 5).Replace("claude-opus-5", "<synthetic>", StringComparison.Ordinal)).Error.ShouldBe(UsageError.UsageMissing);

    [Fact]
    public void Counter_that_falls_back_counts_its_last_turn()
    {
        var reading = Read.Lines("codex-jsonl", Codex("09:01:00", 100, 10, 100, 10), Codex("09:02:00", 30, 3, 30, 3), Codex("09:03:00", 5, 1, 35, 4));

        reading.Usage!.Value.Total.ShouldBe(110 + 33 + 6);
        reading.Extra.Requests.ShouldBe(3);
    }

    [Fact]
    public void Burst_at_the_start_of_a_fork_is_the_baseline()
    {
        var reading = Read.Lines("codex-jsonl", Meta, Codex("09:00:00", 100, 10, 100, 10), Codex("09:00:00", 50, 5, 150, 15), Codex("09:05:00", 20, 2, 170, 17));

        reading.Usage!.Value.Total.ShouldBe(22);
        reading.Extra.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task Second_file_that_repeats_the_first_adds_nothing()
    {
        var reader = new TranscriptReader(Dialect.Get("codex-jsonl"));
        var file = Encoding.UTF8.GetBytes(Codex("09:01:00", 100, 10, 100, 10) + "\n" + Codex("09:02:00", 50, 5, 150, 15));

        await reader.ReadAsync(new MemoryStream(file), CancellationToken.None);
        await reader.ReadAsync(new MemoryStream(file), CancellationToken.None);

        reader.Requests.Count.ShouldBe(2);
        reader.Requests[0].Timestamp.ShouldBe(new DateTimeOffset(2026, 5, 13, 9, 1, 0, TimeSpan.Zero));
    }

    private static string Claude(string message, string request, long output, bool sidechain = false) =>
        $$$"""{"type":"assistant","requestId":"{{{request}}}","isSidechain":{{{(sidechain ? "true" : "false")}}},"message":{"id":"{{{message}}}","model":"claude-opus-5","usage":{"input_tokens":0,"output_tokens":{{{output}}} } } }""";

    private static string Codex(string time, long lastIn, long lastOut, long totalIn, long totalOut) =>
        $$$"""{"timestamp":"2026-05-13T{{{time}}}Z","type":"event_msg","payload":{"type":"token_count","info":{"last_token_usage":{{{Counts(lastIn, lastOut)}}},"total_token_usage":{{{Counts(totalIn, totalOut)}}} } } }""";

    private static string Counts(long input, long output) =>
        $$"""{"input_tokens":{{input}},"cached_input_tokens":0,"output_tokens":{{output}},"reasoning_output_tokens":0,"total_tokens":{{input + output}} }""";
}
