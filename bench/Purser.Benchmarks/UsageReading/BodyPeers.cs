using System.Text.Json;
using System.Text.Json.Nodes;

namespace Purser.Benchmarks.UsageReading;

/// <summary>Other ways to the same four counts of a chat completion.</summary>
internal static class BodyPeers
{
    /// <summary>One pass; only a top-level <c>usage</c> counts, and the whole body is validated.</summary>
    public static Counts Reader(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        var counts = default(Counts);
        while (reader.Read())
        {
            if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("usage"u8))
                counts = ReadUsage(ref reader);
        }

        return counts;
    }

    public static Counts Document(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var usage = document.RootElement.GetProperty("usage"u8);
        return new Counts(
            usage.GetProperty("prompt_tokens"u8).GetInt64(),
            usage.GetProperty("prompt_tokens_details"u8).GetProperty("cached_tokens"u8).GetInt64(),
            usage.GetProperty("completion_tokens"u8).GetInt64(),
            usage.GetProperty("completion_tokens_details"u8).GetProperty("reasoning_tokens"u8).GetInt64());
    }

    public static Counts Node(ReadOnlySpan<byte> body)
    {
        var usage = JsonNode.Parse(body)!["usage"]!;
        return new Counts(
            (long)usage["prompt_tokens"]!,
            (long)usage["prompt_tokens_details"]!["cached_tokens"]!,
            (long)usage["completion_tokens"]!,
            (long)usage["completion_tokens_details"]!["reasoning_tokens"]!);
    }

    /// <summary>Braces matched over the whole body, strings skipped, nothing validated: the least that keeps text from forging a count.</summary>
    public static Counts StructuralSkip(ReadOnlySpan<byte> body)
    {
        var (depth, at, usage) = (0, 0, 0);
        while (at < body.Length)
        {
            var next = body[at..].IndexOfAny("\"{}[]"u8);
            if (next < 0)
                break;
            at += next;
            var found = body[at];
            if (found == '"')
            {
                var end = EndOfString(body, at + 1);
                if (depth == 1 && body[(at + 1)..end].SequenceEqual("usage"u8))
                    usage = end;
                at = end + 1;
                continue;
            }

            depth += found is (byte)'{' or (byte)'[' ? 1 : -1;
            at++;
        }

        var tail = body[usage..];
        return new Counts(After(tail, "\"prompt_tokens\":"u8), After(tail, "\"cached_tokens\":"u8), After(tail, "\"completion_tokens\":"u8), After(tail, "\"reasoning_tokens\":"u8));
    }

    public static Counts ReadUsage(ref Utf8JsonReader reader)
    {
        var (input, cached, output, reasoning) = (0L, 0L, 0L, 0L);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return default;
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            if (reader.ValueTextEquals("prompt_tokens"u8))
                input = NextNumber(ref reader);
            else if (reader.ValueTextEquals("completion_tokens"u8))
                output = NextNumber(ref reader);
            else if (reader.ValueTextEquals("cached_tokens"u8))
                cached = NextNumber(ref reader);
            else if (reader.ValueTextEquals("reasoning_tokens"u8))
                reasoning = NextNumber(ref reader);
        }

        return new Counts(input, cached, output, reasoning);
    }

    private static long NextNumber(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt64();
    }

    private static int EndOfString(ReadOnlySpan<byte> body, int at)
    {
        while (true)
        {
            at += body[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (body[at] == '"')
                return at;
            at += 2;
        }
    }

    private static long After(ReadOnlySpan<byte> tail, ReadOnlySpan<byte> name)
    {
        var at = tail.IndexOf(name) + name.Length;
        var value = 0L;
        for (; at < tail.Length && tail[at] is >= (byte)'0' and <= (byte)'9'; at++)
            value = value * 10 + (tail[at] - '0');
        return value;
    }
}
