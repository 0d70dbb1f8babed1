using System.Text;
using Purser.Tokens;

namespace Purser.Tests.Tokens;

public sealed class UsageVectorTests
{
    public static TheoryData<string> All => [.. UsageVector.All.Select(v => v.Id)];

    public static TheoryData<string> Streams => [.. UsageVector.Streams.Select(v => v.Id)];

    [Fact]
    public void All_63_rows_are_present() => UsageVector.All.Count.ShouldBe(63);

    [Theory]
    [MemberData(nameof(All))]
    public void Row_reads_as_expected(string id)
    {
        var vector = UsageVector.Get(id);

        vector.ShouldEqual(vector.Read());
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Stream_fed_byte_by_byte_reads_as_expected(string id)
    {
        var vector = UsageVector.Get(id);

        vector.ShouldEqual(vector.Feed(vector.Bytes.Select(b => new[] { b })));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Stream_with_any_line_end_in_random_splits_reads_as_expected(string id)
    {
        var vector = UsageVector.Get(id);
        var random = new Random(7);
        foreach (var lineEnd in new[] { "\n", "\r\n", "\r" })
        {
            var bytes = Encoding.UTF8.GetBytes("\uFEFF: comment" + lineEnd + vector.Sse(lineEnd));

            for (var round = 0; round < 10; round++)
                vector.ShouldEqual(vector.Feed(Splits.Random(bytes, random)));
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Stream_of_framed_events_reads_as_expected(string id)
    {
        var vector = UsageVector.Get(id);
        var reader = new UsageStreamReader(vector.Dialect);
        foreach (var (name, data) in vector.Events())
            reader.FeedEvent(name, Encoding.UTF8.GetBytes(data));

        vector.ShouldEqual(reader.Complete());
    }
}
