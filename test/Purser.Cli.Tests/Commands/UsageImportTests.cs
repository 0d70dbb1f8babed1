using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Purser.Cli.Api;
using Purser.Cli.Commands;
using Purser.Cli.Terminals;

namespace Purser.Cli.Tests.Commands;

/// <summary>Against a real ledger in a directory of its own.</summary>
public sealed class UsageImportTests : IDisposable
{
    private const string Line = """{"provider":"openai","model":"gpt-4o-mini","user":"alice","usage":{"input_uncached":10,"output_text":5}}""";
    private const string Transcript = """
        {"type":"assistant","timestamp":"2026-11-20T10:00:00Z","sessionId":"s1","requestId":"req_1","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5","usage":{"input_tokens":100,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"output_tokens":20}}}
        {"type":"assistant","timestamp":"2026-11-20T10:01:00Z","sessionId":"s1","requestId":"req_2","message":{"id":"msg_2","type":"message","role":"assistant","model":"claude-sonnet-4-5","usage":{"input_tokens":50,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"output_tokens":7}}}
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("purser-import").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task The_same_file_twice_counts_once_and_like_lines_are_calls_of_their_own()
    {
        var file = Write("calls.jsonl", $"{Line}\n{Line}\nnot json\n");
        var (status, first, error) = await RunAsync("usage", "import", file, "--json");
        status.ShouldBe(ExitCode.Done, error);
        (Count(first, "recorded"), Count(first, "unreadable_lines")).ShouldBe((2, 1));
        error.ShouldContain("1 lines could not be read");
        Count((await RunAsync("usage", "import", file, "--json")).Output, "repeated").ShouldBe(2);
        Totals((await RunAsync("usage", "--json")).Output).ShouldBe((2, 30));
    }

    [Fact]
    public async Task A_transcript_is_imported_once_compressed_or_not()
    {
        var plain = Write("session.jsonl", Transcript);
        Count((await RunAsync("usage", "import", plain, "--json")).Output, "recorded").ShouldBe(2);
        var packed = Path.Combine(_directory, "session.jsonl.gz");
        await using (var gzip = new GZipStream(File.Create(packed), CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(Transcript));
        Count((await RunAsync("usage", "import", packed, "--json")).Output, "recorded").ShouldBe(0);
        Totals((await RunAsync("usage", "--by", "session", "--json")).Output).ShouldBe((2, 177));
    }

    [Fact]
    public async Task From_reads_files_and_writes_nothing()
    {
        var file = Write("session.jsonl", Transcript);
        var (status, report, error) = await RunAsync("usage", "--by", "model", "--json", "--from", file);
        status.ShouldBe(ExitCode.Done, error);
        Totals(report).ShouldBe((2, 177));
        Totals((await RunAsync("usage", "--json")).Output).ShouldBe((0, 0));
    }

    [Fact]
    public async Task A_rejected_event_fails_the_command_and_says_why()
    {
        var file = Write("calls.jsonl", Line + "\n" + Line.Replace("10", "-1", StringComparison.Ordinal));
        var (status, summary, error) = await RunAsync("usage", "import", file, "--json");
        (status, Count(summary, "recorded"), Count(summary, "rejected")).ShouldBe((ExitCode.Failed, 1, 1));
        error.ShouldContain("rejected");
    }

    [Theory]
    [InlineData("{\"hello\":1}", "neither a transcript")]
    [InlineData(null, "Could not find file")]
    public async Task What_is_no_usage_is_refused_with_the_way_out(string? content, string expected)
    {
        var file = content is null ? Path.Combine(_directory, "missing") : Write("x", content);
        var (status, _, error) = await RunAsync("usage", "import", file);
        status.ShouldBe(ExitCode.Failed);
        error.ShouldContain(expected);
    }

    private string Write(string name, string content)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, content);
        return path;
    }

    private async Task<(int Status, string Output, string Error)> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var terminal = new Terminal(Stream.Null, output, error);
        var host = new CommandHost(terminal, Connector.ConnectAsync);
        var status = await CommandLine.RunAsync([.. args, "--data", Path.Combine(_directory, "data")], host, TestContext.Current.CancellationToken);
        return (status, output.ToString(), error.ToString());
    }

    private static long Count(string json, string member) => (long)JsonNode.Parse(json)![member]!;

    private static (long Calls, long Total) Totals(string json)
    {
        var totals = JsonNode.Parse(json)!["totals"]!;
        return ((long)totals["calls"]!, (long)totals["usage"]!["total"]!);
    }
}
