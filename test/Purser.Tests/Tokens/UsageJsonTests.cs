using System.Text;
using System.Text.Json;
using FsCheck.Fluent;
using Purser.Tokens;

namespace Purser.Tests.Tokens;

public sealed class UsageJsonTests
{
    [Fact]
    public void Vector_that_is_written_is_read_back()
    {
        var leaf = Gen.Choose(0, int.MaxValue).Select(v => (long)v).ArrayOf(8);

        FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(leaf.ToArbitrary(), v =>
        {
            var usage = new TokenUsage
            {
                InputUncached = v[0], InputAudio = v[1], CacheRead = v[2], CacheWrite5m = v[3],
                CacheWrite1h = v[4], OutputText = v[5], OutputAudio = v[6], OutputReasoning = v[7],
            };
            var reader = new Utf8JsonReader(Written(w => UsageJson.Write(w, usage, 5)));
            return UsageJson.Read(ref reader) == usage;
        }));
    }

    [Theory]
    [InlineData("""{"output_text":-1}""")]
    [InlineData("""{"output_text":1.5}""")]
    [InlineData("""{"output_text":"1"}""")]
    [InlineData("[]")]
    public void Leaf_that_is_no_count_is_refused(string json) => Should.Throw<JsonException>(() =>
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        UsageJson.Read(ref reader);
    });

    [Fact]
    public void Flags_are_sorted_names_and_parse_back()
    {
        var all = Enum.GetValues<UsageFlags>().Aggregate((a, b) => a | b);

        var names = UsageFlagNames.Of(all);

        names.Count.ShouldBe(19);
        names.ShouldBe(names.Order(StringComparer.Ordinal));
        names.Select(UsageFlagNames.Parse).Aggregate((a, b) => a | b).ShouldBe(all);
    }

    private static byte[] Written(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            write(writer);
        return stream.ToArray();
    }
}
