using System.Text.Json;
using System.Text.Json.Nodes;

namespace Purser.Benchmarks.UsageReading;

/// <summary>Other ways to the same counts of an Anthropic stream; later values win, as they are cumulative.</summary>
internal static class StreamPeers
{
    /// <summary>Every event is read in full.</summary>
    public static Counts Reader(ReadOnlySpan<byte> stream)
    {
        var counts = default(Counts);
        while (NextData(ref stream, out var data))
        {
            var reader = new Utf8JsonReader(data);
            while (reader.Read())
            {
                if (reader.CurrentDepth <= 2 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("usage"u8))
                    ReadUsage(ref reader, ref counts);
            }
        }

        return counts;
    }

    public static Counts Node(ReadOnlySpan<byte> stream)
    {
        var counts = default(Counts);
        while (NextData(ref stream, out var data))
        {
            var root = JsonNode.Parse(data)!;
            if ((root["usage"] ?? root["message"]?["usage"]) is { } usage)
                counts = new Counts((long)usage["input_tokens"]!, (long)usage["cache_read_input_tokens"]!, (long)usage["output_tokens"]!, 0);
        }

        return counts;
    }

    /// <summary>Goes by the events' names and reads two of them: text cannot forge a name line, but nothing of the others is checked.</summary>
    public static Counts EventDispatch(ReadOnlySpan<byte> stream)
    {
        var counts = default(Counts);
        while (true)
        {
            var end = stream.IndexOf("\n\n"u8);
            if (end < 0)
                return counts;
            if (stream.StartsWith("event: message_start"u8) || stream.StartsWith("event: message_delta"u8))
            {
                var block = stream[..(end + 1)];
                counts = Reader(block);
            }

            stream = stream[(end + 2)..];
        }
    }

    private static bool NextData(ref ReadOnlySpan<byte> stream, out ReadOnlySpan<byte> data)
    {
        while (stream.Length > 0)
        {
            var end = stream.IndexOf((byte)'\n');
            var line = end < 0 ? stream : stream[..end];
            stream = end < 0 ? [] : stream[(end + 1)..];
            if (line.StartsWith("data: "u8))
            {
                data = line[6..];
                return true;
            }
        }

        data = [];
        return false;
    }

    private static void ReadUsage(ref Utf8JsonReader reader, ref Counts counts)
    {
        reader.Read();
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            if (reader.ValueTextEquals("input_tokens"u8))
                counts = counts with { Input = NextNumber(ref reader) };
            else if (reader.ValueTextEquals("cache_read_input_tokens"u8))
                counts = counts with { Cached = NextNumber(ref reader) };
            else if (reader.ValueTextEquals("output_tokens"u8))
                counts = counts with { Output = NextNumber(ref reader) };
        }
    }

    private static long NextNumber(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt64();
    }
}
