using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Purser.Cli.Metering;
using Purser.Dialects;
using Purser.Tokens;

namespace Purser.Cli.Importing;

/// <summary>
/// Reads files of usage, plain or gzip: agents' transcripts, and JSON lines of events with the ledger's field names. Every record gets an idempotency key that is the
/// same whenever the same file is read again. Not thread-safe; transcripts that repeat each other's requests are read by one instance.
/// </summary>
internal sealed class UsageFile(string? provider)
{
    private const int HeadBytes = 256 * 1024;
    private readonly Dictionary<string, TranscriptReader> _transcripts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _copies = new(StringComparer.Ordinal);

    /// <exception cref="CommandFailedException">The file cannot be read, or is neither.</exception>
    public async IAsyncEnumerable<ImportLine> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var file = Open(path);
        var head = new byte[HeadBytes];
        var count = await file.ReadAtLeastAsync(head, HeadBytes, throwOnEndOfStream: false, cancellation);
        await using var whole = new JoinedStream(head[..count], file);
        var records = Choose(path, head.AsSpan(0, count)) is { } dialect
            ? TranscriptAsync(dialect, whole, cancellation)
            : LinesAsync(whole, cancellation);
        await foreach (var record in records)
            yield return record;
    }

    private Dialect? Choose(string path, ReadOnlySpan<byte> head)
    {
        if (provider is not null)
        {
            return Dialect.Find(provider) is { } named && named.Transcript != TranscriptFormat.None
                ? named
                : throw new CommandFailedException($"--provider: '{provider}' is no transcript; one of {Transcripts()}.", ExitCode.WrongUsage);
        }

        if (UsageReader.Detect(head) is { } found && found.Transcript != TranscriptFormat.None)
            return found;
        var end = head.IndexOf((byte)'\n');
        if (head.IsEmpty || Event(end < 0 ? head : head[..end]) is { } first && first.ContainsKey("provider"))
            return null;
        throw new CommandFailedException(
            $"{path}: neither a transcript ({Transcripts()}) nor JSON lines of usage events ({{\"provider\":…,\"model\":…,\"usage\":{{…}}}}). Single responses are read by: purser meter {path}.");
    }

    private static string Transcripts() => string.Join(", ", Dialect.All.Where(d => d.Transcript != TranscriptFormat.None).Select(d => d.Name));

    private async IAsyncEnumerable<ImportLine> TranscriptAsync(Dialect dialect, Stream file, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!_transcripts.TryGetValue(dialect.Name, out var reader))
            _transcripts.Add(dialect.Name, reader = new TranscriptReader(dialect));
        var unreadable = reader.MalformedLines;
        await reader.ReadAsync(file, cancellation);
        for (var i = _read.GetValueOrDefault(dialect.Name); i < reader.Requests.Count; i++)
            yield return new(TranscriptEvent.Of(dialect, reader.Requests[i]));
        _read[dialect.Name] = reader.Requests.Count;
        for (; unreadable < reader.MalformedLines; unreadable++)
            yield return new((JsonObject?)null);
    }

    private async IAsyncEnumerable<ImportLine> LinesAsync(Stream file, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var line in BoundedLines.ReadAsync(file, cancellation))
        {
            if (line is { } bytes && bytes.Span.Trim(" \t\r"u8).IsEmpty)
                continue;
            yield return new(line is { } whole ? Event(whole.Span) is { } read ? Keyed(read, whole.Span) : null : null);
        }
    }

    private static JsonObject? Event(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonNode.Parse(line.TrimStart("\uFEFF"u8)) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Two like lines are two calls, but the same file read again is the same calls.
    private JsonObject Keyed(JsonObject json, ReadOnlySpan<byte> line)
    {
        if (json["idempotency_key"] is null)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(line.Trim(" \t\r"u8)));
            _copies[hash] = _copies.GetValueOrDefault(hash) + 1;
            json["idempotency_key"] = $"import:{hash}:{_copies[hash]}";
        }

        json["source"] = "import";
        return json;
    }

    private static Stream Open(string path)
    {
        try
        {
            var file = File.OpenRead(path);
            Span<byte> magic = stackalloc byte[2];
            var gzip = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1f, 0x8b];
            file.Position = 0;
            return gzip ? new GZipStream(file, CompressionMode.Decompress) : file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{path}: {e.Message}");
        }
    }
}
