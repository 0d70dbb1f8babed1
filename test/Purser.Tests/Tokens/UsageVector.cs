using System.Text;
using System.Text.Json.Nodes;
using Purser.Dialects;
using Purser.Tokens;

namespace Purser.Tests.Tokens;

/// <summary>One row of TestData/usage-vectors.jsonl (providers 3).</summary>
internal sealed class UsageVector
{
    private readonly JsonObject _row;

    private UsageVector(string line) => _row = JsonNode.Parse(line)!.AsObject();

    public static IReadOnlyList<UsageVector> All { get; } =
        [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "TestData", "usage-vectors.jsonl")).Where(l => l.Length > 0).Select(l => new UsageVector(l))];

    public static IReadOnlyList<UsageVector> Streams { get; } = [.. All.Where(v => v.IsStream)];

    public static IReadOnlyList<UsageVector> Bodies { get; } = [.. All.Where(v => v._row.ContainsKey("body"))];

    public string Id => (string)_row["id"]!;

    public Dialect Dialect => Dialect.Get((string)_row["provider"]!);

    public bool IsStream => _row.ContainsKey("events") && Dialect.Transcript == TranscriptFormat.None;

    public IReadOnlyDictionary<string, string>? Headers =>
        _row["headers"]?.AsObject().ToDictionary(h => h.Key, h => (string)h.Value!);

    /// <summary>The bytes that would stand in the response: a body, the text of a stream, or the lines of a file.</summary>
    public byte[] Bytes => Encoding.UTF8.GetBytes(_row["body"] is { } body ? Raw(body) : IsStream ? Sse("\n") : Lines());

    public static UsageVector Get(string id) => All.Single(v => v.Id == id);

    public string Sse(string lineEnd)
    {
        var text = new StringBuilder();
        foreach (var (name, data) in Events())
        {
            if (name is not null)
                text.Append("event: ").Append(name).Append(lineEnd);
            text.Append("data: ").Append(data).Append(lineEnd).Append(lineEnd);
        }

        return text.ToString();
    }

    public IEnumerable<(string? Name, string Data)> Events() =>
        _row["events"]!.AsArray().Select(e => ((string?)e!["event"], Raw(e["data"]!)));

    public UsageReading Read() => ReadAs(Dialect);

    public UsageReading ReadAs(Dialect dialect) => IsStream ? Feed([Bytes], dialect) : UsageReader.ReadBody(Bytes, dialect, Headers);

    public UsageReading Feed(IEnumerable<byte[]> pieces, Dialect? dialect = null)
    {
        var reader = new UsageStreamReader(dialect ?? Dialect, headers: Headers);
        foreach (var piece in pieces)
            reader.Feed(piece);
        return reader.Complete();
    }

    /// <summary>Compares a reading with <c>expected</c> or <c>error</c>, member by member, neither more nor less.</summary>
    public void ShouldEqual(UsageReading reading)
    {
        var expected = _row["expected"]?.AsObject().DeepClone().AsObject() ?? new JsonObject { ["error"] = (string)_row["error"]! };
        JsonNode.DeepEquals(ReadingJson.Of(reading), expected)
            .ShouldBeTrue($"{Id}: got {ReadingJson.Of(reading).ToJsonString()} expected {expected.ToJsonString()}");
    }

    public override string ToString() => Id;

    private static string Raw(JsonNode node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : node.ToJsonString();

    private string Lines() => string.Join('\n', Events().Select(e => e.Data));
}
