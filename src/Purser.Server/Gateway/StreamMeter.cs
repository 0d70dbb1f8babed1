using Purser.Dialects;
using Purser.Tokens;

namespace Purser.Server.Gateway;

/// <summary>Reads the usage of a stream while it passes, decompressing on the side when it is encoded.</summary>
internal sealed class StreamMeter : ResponseMeter
{
    /// <summary>Most decoded bytes of one chunk: compression bombs end the metering, not the process.</summary>
    private const int MaxDecodedBytes = 64 * 1024 * 1024;

    private readonly UsageStreamReader _reader;
    private readonly ContentDecoder? _decoder;
    private readonly PooledBuffer? _plain;
    private readonly bool _hasTerminal;
    private bool _unreadable;
    private UsageReading? _reading;

    public StreamMeter(Dialect dialect, string encoding, string? model, int maxEventBytes)
    {
        _reader = new UsageStreamReader(dialect, maxEventBytes, model);
        _hasTerminal = dialect.TerminalEvents.Count > 0;
        if (encoding.Length == 0)
            return;
        _decoder = ContentDecoder.For(encoding);
        _unreadable = _decoder is null;
        _plain = new PooledBuffer(32 * 1024);
    }

    public override bool SawTerminal => _hasTerminal && _reader.SawTerminal;

    /// <summary>A finish reason is no promise that nothing follows: what carries it waits for the next chunk or the end.</summary>
    public override bool MayBeLast => !_hasTerminal && _reader.SawTerminal;

    public override bool IsTruncated =>
        !_reader.SawTerminal && (Read()?.Usage is null || Read()!.Flags.HasFlag(UsageFlags.StreamTruncated));

    public override long ReceivedOutputBound => _reader.ReceivedOutputBytes;

    public override void Feed(ReadOnlySpan<byte> bytes)
    {
        if (_unreadable || _reading is not null)
            return;
        if (_decoder is null)
            _reader.Feed(bytes);
        else
            FeedDecoded(bytes);
    }

    public override UsageReading? Read() => _unreadable ? null : _reading ??= _reader.Complete();

    public override void Dispose()
    {
        _decoder?.Dispose();
        _plain?.Dispose();
    }

    private void FeedDecoded(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _decoder!.Decode(bytes, _plain!, MaxDecodedBytes);
            _unreadable = _decoder.Overflowed;
        }
        catch (InvalidDataException)
        {
            // The stream goes to the client as it is; what cannot be decoded is recorded as unmetered.
            _unreadable = true;
        }

        _reader.Feed(_plain!.Span);
        _plain.Consume(_plain.Length);
    }
}
