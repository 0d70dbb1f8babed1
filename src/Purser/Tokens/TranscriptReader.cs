using Purser.Dialects;
using Purser.Tokens.Documents;
using Purser.Tokens.Mapping;
using Purser.Tokens.Transcripts;

namespace Purser.Tokens;

/// <summary>
/// Reads local agent logs line by line into distinct requests (providers 1.7). Several files may be read one after the other: a request
/// that a second file repeats is not counted again. Memory grows with the number of distinct requests. Not thread-safe.
/// </summary>
public sealed class TranscriptReader
{
    /// <summary>Bound of one line, in bytes: 16 MiB. Longer lines are skipped with <c>malformed_line</c>.</summary>
    public const int MaxLineBytes = 16 * 1024 * 1024;

    private readonly Dialect _dialect;
    private readonly UsageDocument _line;
    private readonly ITranscriptFold _fold;
    private int _read;

    /// <summary>A reader of one log format.</summary>
    /// <param name="dialect">A row whose <see cref="Dialect.Transcript"/> is set.</param>
    /// <exception cref="ArgumentException">The dialect is not a transcript.</exception>
    public TranscriptReader(Dialect dialect)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        _dialect = dialect;
        _line = new UsageDocument(DialectPlan.Of(dialect));
        _fold = dialect.Transcript switch
        {
            TranscriptFormat.ClaudeCode => new ClaudeCodeFold(dialect),
            TranscriptFormat.Codex => new CodexFold(dialect),
            _ => throw new ArgumentException($"{dialect.Name} is not a transcript", nameof(dialect)),
        };
    }

    /// <summary>Lines that could not be read and were skipped.</summary>
    public int MalformedLines { get; private set; }

    /// <summary>The distinct requests so far, in order of their first line.</summary>
    public IReadOnlyList<TranscriptRequest> Requests => _fold.Requests;

    /// <summary>Starts the next file; counters and models of the earlier one end, what was counted stays known.</summary>
    public void BeginFile() => _fold.BeginFile();

    /// <summary>Takes one line, with or without its line end.</summary>
    public void AddLine(ReadOnlySpan<byte> utf8)
    {
        utf8 = utf8.Trim(" \t\r\n"u8);
        if (utf8.IsEmpty)
            return;
        _line.Clear();
        if (utf8.Length > MaxLineBytes || !new DocumentWalker(utf8, _line).TryWalk())
        {
            MalformedLines++;
            return;
        }

        _read++;
        var facts = new ResponseFacts();
        facts.Absorb(_line, utf8);
        _fold.Add(_line, facts);
    }

    /// <summary>Reads a whole file.</summary>
    public async Task ReadAsync(Stream file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        BeginFile();
        var lines = new TranscriptLines(this);
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await file.ReadAsync(buffer, cancellationToken)) > 0)
            lines.Feed(buffer.AsSpan(0, count));
        lines.End();
    }

    /// <summary>The sum of the distinct requests; <c>extra.requests</c> counts them, parts are the requests.</summary>
    public UsageReading Complete()
    {
        var flags = MalformedLines > 0 ? UsageFlags.MalformedLine : UsageFlags.None;
        if (Requests.Count > 0)
            return TranscriptSum.Of(_dialect, Requests, flags);
        var error = _read == 0 && MalformedLines > 0 ? UsageError.MalformedJson : UsageError.UsageMissing;
        return Readings.Failed(_dialect, error, null, flags);
    }

    internal void AddOverlongLine() => MalformedLines++;
}
