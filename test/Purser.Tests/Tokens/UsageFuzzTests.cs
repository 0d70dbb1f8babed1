using System.Text.Json;
using Purser.Dialects;
using Purser.Tokens;
using Purser.Tokens.Json;

namespace Purser.Tests.Tokens;

public sealed class UsageFuzzTests
{
    private const int Rounds = 150;
    private static readonly byte[] Spice = [.. "{}[]\",:\\u0019eE.-+ntf \n\r"u8, 0, 0xFF, 0xEF];

    [Fact]
    public void Scanner_accepts_exactly_what_the_platform_parser_accepts()
    {
        var random = new Random(11);
        foreach (var body in UsageVector.Bodies.Select(v => v.Bytes))
        {
            for (var round = 0; round < Rounds; round++)
            {
                var mutated = Mutate(body, random);

                new JsonCheck(mutated).IsValid.ShouldBe(PlatformAccepts(mutated), System.Text.Encoding.UTF8.GetString(mutated));
            }
        }
    }

    [Fact]
    public void Counts_equal_those_of_the_platform_parser_on_mutated_bodies()
    {
        var random = new Random(13);
        foreach (var vector in UsageVector.Bodies.Where(v => v.Dialect.Name == "openai-chat"))
        {
            for (var round = 0; round < Rounds; round++)
            {
                var mutated = Mutate(vector.Bytes, random);
                if (!PlatformAccepts(mutated))
                    continue;

                var reading = UsageReader.ReadBody(mutated, vector.Dialect);

                reading.ReportedTotal.ShouldBe(reading.Usage is null ? null : PlatformTotal(mutated), System.Text.Encoding.UTF8.GetString(mutated));
            }
        }
    }

    [Fact]
    public void No_mutated_vector_throws_in_any_dialect_or_door()
    {
        var random = new Random(17);
        foreach (var vector in UsageVector.All)
        {
            for (var round = 0; round < Rounds / 5; round++)
            {
                var bytes = Mutate(vector.Bytes, random);
                var dialect = Dialect.All[random.Next(Dialect.All.Count)];
                UsageReader.Detect(bytes);
                Invariants(UsageReader.ReadBody(bytes, dialect));
                if (dialect.Transcript == TranscriptFormat.None)
                    Invariants(vector.Feed(Splits.Random(bytes, random), dialect));
            }
        }
    }

    [Fact]
    public void Mutated_streams_read_the_same_in_one_piece_and_byte_by_byte()
    {
        var random = new Random(19);
        foreach (var vector in UsageVector.Streams)
        {
            for (var round = 0; round < Rounds / 5; round++)
            {
                var bytes = Mutate(vector.Bytes, random);
                var whole = vector.Feed([bytes]);

                ReadingJson.Of(vector.Feed(bytes.Select(b => new[] { b }))).ToJsonString().ShouldBe(ReadingJson.Of(whole).ToJsonString());
            }
        }
    }

    private static void Invariants(UsageReading reading)
    {
        (reading.Usage is null).ShouldBe(reading.Status == UsageStatus.Error);
        (reading.Error is null).ShouldBe(reading.Usage is not null);
        if (reading.Usage is { } u)
            new[] { u.InputUncached, u.InputAudio, u.CacheRead, u.CacheWrite5m, u.CacheWrite1h, u.OutputText, u.OutputAudio, u.OutputReasoning }.Min().ShouldBeGreaterThanOrEqualTo(0);
    }

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        var mutated = bytes.ToList();
        for (var edits = random.Next(1, 4); edits > 0 && mutated.Count > 0; edits--)
        {
            var at = random.Next(mutated.Count);
            switch (random.Next(4))
            {
                case 0:
                    mutated[at] = Spice[random.Next(Spice.Length)];
                    break;
                case 1:
                    mutated.Insert(at, Spice[random.Next(Spice.Length)]);
                    break;
                case 2:
                    mutated.RemoveRange(at, Math.Min(mutated.Count - at, random.Next(1, 9)));
                    break;
                default:
                    mutated.InsertRange(at, mutated.GetRange(at, Math.Min(mutated.Count - at, random.Next(1, 60))));
                    break;
            }
        }

        return [.. mutated];
    }

    private static bool PlatformAccepts(byte[] json)
    {
        var reader = new Utf8JsonReader(json.AsSpan().StartsWith("\uFEFF"u8) ? json.AsSpan(3) : json, new JsonReaderOptions { MaxDepth = JsonScanner.MaxDepth });
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static long? PlatformTotal(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var total = document.RootElement.GetProperty("usage").TryGetProperty("total_tokens", out var t) ? t : default;
        return total.ValueKind switch
        {
            JsonValueKind.Number => total.TryGetDecimal(out var d) && d >= 0 && d <= CountPolicy.Max && d == decimal.Truncate(d) ? (long)d : null,
            JsonValueKind.String => total.GetString() is { Length: > 0 and <= 16 } s && s.All(char.IsAsciiDigit) && long.Parse(s) <= CountPolicy.Max ? long.Parse(s) : null,
            _ => null,
        };
    }
}
