using Purser.Benchmarks.Harness;
using Purser.Dialects;
using Purser.Tokens;

namespace Purser.Benchmarks.UsageReading;

/// <summary>Usage out of what providers answer, beside the ways that System.Text.Json offers.</summary>
internal static class UsageReadingSuite
{
    private static readonly Dialect Chat = DialectTable.ByName["openai-chat"];
    private static readonly Dialect Messages = DialectTable.ByName["anthropic"];

    public static Task RunAsync(SuiteRun run)
    {
        var body = OpenAiBody.Create(4096);
        RaceLane[] bodies =
        [
            new("UsageReader", LaneRole.Ours, Repeat(() => Body(body))),
            new("Utf8JsonReader", LaneRole.Peer, Repeat(() => BodyPeers.Reader(body))),
            new("JsonDocument", LaneRole.Peer, Repeat(() => BodyPeers.Document(body))),
            new("JsonNode", LaneRole.Peer, Repeat(() => BodyPeers.Node(body))),
            new("structural skip", LaneRole.Limit, Repeat(() => BodyPeers.StructuralSkip(body))),
        ];
        run.Jobs.Add(new($"usage from a {body.Length:N0} B OpenAI body", "ns", false, Race.Run(bodies, run.Rounds), [new("UsageReader", 0.35, "Utf8JsonReader")]));
        CheckCounts(run, "the body's counts", OpenAiBody.Stated, Body(body), BodyPeers.Reader(body), BodyPeers.Document(body), BodyPeers.Node(body), BodyPeers.StructuralSkip(body));

        var stream = AnthropicStream.Create(200);
        RaceLane[] streams =
        [
            new("UsageStreamReader", LaneRole.Ours, Repeat(() => Stream(stream, stream.Length))),
            new("UsageStreamReader, 1 KB pieces", LaneRole.Ours, Repeat(() => Stream(stream, 1024))),
            new("Utf8JsonReader", LaneRole.Peer, Repeat(() => StreamPeers.Reader(stream))),
            new("JsonNode", LaneRole.Peer, Repeat(() => StreamPeers.Node(stream))),
            new("event dispatch", LaneRole.Limit, Repeat(() => StreamPeers.EventDispatch(stream))),
        ];
        run.Jobs.Add(new($"usage from an Anthropic stream of 200 events, {stream.Length:N0} B", "ns", false, Race.Run(streams, run.Rounds), [new("UsageStreamReader", 0.1, "Utf8JsonReader")]));
        CheckCounts(run, "the stream's counts", AnthropicStream.Stated, Stream(stream, stream.Length), Stream(stream, 1), StreamPeers.Reader(stream), StreamPeers.Node(stream), StreamPeers.EventDispatch(stream));
        run.Notes.Add("UsageStreamReader also bounds the text received (budgets R17) and sees the end of the stream; the peers only read usage.");
        return Task.CompletedTask;
    }

    private static Func<int, long> Repeat(Func<Counts> read) => times =>
    {
        var sum = 0L;
        for (var i = 0; i < times; i++)
            sum += read().Sum;
        return sum;
    };

    private static Counts Body(byte[] body)
    {
        var usage = UsageReader.ReadBody(body, Chat).Usage!.Value;
        return new Counts(usage.InputUncached + usage.CacheRead, usage.CacheRead, usage.OutputTotal, usage.OutputReasoning);
    }

    private static Counts Stream(byte[] stream, int piece)
    {
        var reader = new UsageStreamReader(Messages);
        for (var at = 0; at < stream.Length; at += piece)
            reader.Feed(stream.AsSpan(at, Math.Min(piece, stream.Length - at)));
        var usage = reader.Complete().Usage!.Value;
        return new Counts(usage.InputUncached, usage.CacheRead, usage.OutputTotal, usage.OutputReasoning);
    }

    private static void CheckCounts(SuiteRun run, string what, Counts stated, params ReadOnlySpan<Counts> read)
    {
        var same = true;
        foreach (var counts in read)
            same &= counts == stated;
        run.Check($"every reader finds {what}", same, stated.ToString());
    }
}
