using System.Buffers;
using System.Text.Json;
using Purser.Dialects;
using Purser.Tokens;

namespace Purser.Cli.Metering;

/// <summary>Meters one response that is a body, a stream as it went over the wire, or an agent's transcript. Streams and transcripts of any length need no more memory than one event.</summary>
internal static class MeterInput
{
    /// <summary>Bytes that are looked at to tell what the input is, and the longest body that is read whole: 64 MiB.</summary>
    public const int BodyBytesMax = 64 * 1024 * 1024;

    private const int HeadBytes = 256 * 1024;

    /// <exception cref="CommandFailedException">The dialect is unknown and the input does not tell.</exception>
    public static async Task<MeterAnswer> ReadAsync(Stream input, Meter meter, string? provider, string? model, CancellationToken cancellation)
    {
        var head = await TakeAsync(input, HeadBytes, cancellation);
        var dialect = Choose(head, provider);
        if (dialect.Transcript != TranscriptFormat.None)
            return meter.Price(null, dialect, await ReadTranscriptAsync(head, input, dialect, cancellation));
        if (IsDocument(head))
        {
            var body = head.Length < HeadBytes ? head : [.. head, .. await TakeAsync(input, BodyBytesMax - HeadBytes, cancellation)];
            if (IsWhole(body) || !dialect.StreamsLines)
                return meter.OfBody(body, dialect);
            head = body;
        }

        return meter.Price(null, dialect, await ReadStreamAsync(head, input, dialect, model, cancellation));
    }

    private static Dialect Choose(byte[] head, string? provider)
    {
        if (provider is not null)
            return Dialect.Find(provider) ?? throw new CommandFailedException($"--provider: '{provider}' is unknown; one of {Names()}.", ExitCode.WrongUsage);
        return UsageReader.Detect(head)
            ?? throw new CommandFailedException($"The input does not tell what it is. Name it with --provider: one of {Names()}.", ExitCode.WrongUsage);
    }

    private static string Names() => string.Join(", ", Dialect.All.Select(d => d.Name));

    private static async Task<UsageReading> ReadStreamAsync(byte[] head, Stream rest, Dialect dialect, string? model, CancellationToken cancellation)
    {
        var reader = new UsageStreamReader(dialect, model: model);
        reader.Feed(head);
        var chunk = new byte[64 * 1024];
        for (int count; (count = await rest.ReadAsync(chunk, cancellation)) > 0;)
            reader.Feed(chunk.AsSpan(0, count));
        return reader.Complete();
    }

    private static async Task<UsageReading> ReadTranscriptAsync(byte[] head, Stream rest, Dialect dialect, CancellationToken cancellation)
    {
        var reader = new TranscriptReader(dialect);
        await reader.ReadAsync(new JoinedStream(head, rest), cancellation);
        return reader.Complete();
    }

    private static async Task<byte[]> TakeAsync(Stream input, int most, CancellationToken cancellation)
    {
        var taken = new ArrayBufferWriter<byte>();
        var chunk = new byte[64 * 1024];
        while (taken.WrittenCount < most && await input.ReadAsync(chunk.AsMemory(0, Math.Min(chunk.Length, most - taken.WrittenCount)), cancellation) is > 0 and var count)
            taken.Write(chunk.AsSpan(0, count));
        return taken.WrittenSpan.ToArray();
    }

    private static bool IsDocument(byte[] head)
    {
        var text = head.AsSpan();
        if (text.StartsWith("\uFEFF"u8))
            text = text[3..];
        return text.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];
    }

    private static bool IsWhole(byte[] body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 512 });
            while (reader.Read())
            {
                // Only whether all of it is one value matters here.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
