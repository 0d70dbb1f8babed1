using System.Text;
using Purser.Dialects;
using Purser.Tokens.Streams;

namespace Purser.Tokens;

/// <summary>
/// Reads usage out of one stream while it passes, fed in any split down to single bytes: server-sent events, NDJSON, JSON arrays,
/// AWS event-stream frames. Hostile input gives an outcome, never an exception; memory is bounded. Not thread-safe.
/// </summary>
public sealed class UsageStreamReader
{
    /// <summary>Default bound of one event, in bytes: 16 MiB.</summary>
    public const int DefaultMaxEventBytes = 16 * 1024 * 1024;

    private readonly Dialect _dialect;
    private readonly int _maxEventBytes;
    private readonly string? _model;
    private readonly IReadOnlyDictionary<string, string>? _headers;
    private readonly StreamEvents _events;
    private IStreamFramer? _framer;
    private int _markBytes;

    /// <summary>A reader of one stream.</summary>
    /// <param name="dialect">The endpoint that answers; not a transcript.</param>
    /// <param name="maxEventBytes">Bound of one event, in bytes; a longer one is skipped with <c>malformed_event</c>.</param>
    /// <param name="model">The model asked for, where the stream names none; null: unknown.</param>
    /// <param name="headers">Response headers, read when the stream states no usage; null: none.</param>
    public UsageStreamReader(
        Dialect dialect, int maxEventBytes = DefaultMaxEventBytes, string? model = null, IReadOnlyDictionary<string, string>? headers = null)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxEventBytes);
        _dialect = dialect;
        _maxEventBytes = maxEventBytes;
        _model = model;
        _headers = headers;
        _events = new StreamEvents(dialect);
    }

    /// <summary>Whether the dialect's terminal event has arrived (<c>[DONE]</c>, <c>message_stop</c>, a finish reason where there is none).</summary>
    public bool SawTerminal => _events.SawTerminal;

    /// <summary>Whether the stream has stated an error.</summary>
    public bool HasError => _events.HasError;

    /// <summary>
    /// Upper bound, in bytes, of the UTF-8 text that the model has produced so far: text, thinking, tool arguments. Never too low, so that
    /// it bounds the tokens received (budgets R17).
    /// </summary>
    public long ReceivedOutputBytes => _events.OutputBytes;

    /// <summary>Takes the next bytes of the stream.</summary>
    public void Feed(ReadOnlySpan<byte> utf8)
    {
        if (_framer is null && !TryBegin(ref utf8))
            return;
        _framer!.Feed(utf8);
    }

    /// <summary>Takes one event that was framed elsewhere.</summary>
    /// <param name="name">The event's name; null or empty: none.</param>
    /// <param name="data">Its payload: JSON, or a marker such as <c>[DONE]</c>.</param>
    public void FeedEvent(string? name, ReadOnlySpan<byte> data)
    {
        if (data.Length > _maxEventBytes)
            _events.SkipMalformed(data.Length);
        else
            _events.OnEvent(Encoding.UTF8.GetBytes(name ?? ""), data);
    }

    /// <summary>The reading of all that was fed; the stream is over, nothing may be fed after it.</summary>
    public UsageReading Complete()
    {
        _framer?.End();
        return _events.Complete(_framer?.IsWhole == true, _headers, _model);
    }

    // The first byte that is neither mark nor white space tells the framing.
    private bool TryBegin(ref ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty)
        {
            var b = utf8[0];
            if (_markBytes < 3 && b == "\uFEFF"u8[_markBytes])
                _markBytes++;
            else if (b is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
                break;
            utf8 = utf8[1..];
        }

        if (utf8.IsEmpty)
            return false;
        _framer = Framer(utf8[0]);
        return true;
    }

    private IStreamFramer Framer(byte first) => first switch
    {
        0 when _dialect.StreamsFrames => new FrameFramer(_events, _maxEventBytes),
        _ when _dialect.StreamsLines && first is not ((byte)'d' or (byte)'e' or (byte)':') => new LineFramer(_events, _maxEventBytes),
        (byte)'{' or (byte)'[' => new JsonFramer(_events, _maxEventBytes),
        _ => new SseFramer(_events, _maxEventBytes),
    };
}
