using Purser.Dialects;
using Purser.Tokens;

namespace Purser.Server.Gateway;

/// <summary>Keeps an answer's bytes, up to a bound, and reads its usage at the end.</summary>
internal sealed class BodyMeter(Dialect dialect, string encoding, string? model, long? length, int maxBytes) : ResponseMeter
{
    private readonly PooledBuffer _bytes = new((int)Math.Min(length ?? 4096, maxBytes));
    private bool _overflowed;
    private UsageReading? _reading;

    public override void Feed(ReadOnlySpan<byte> bytes)
    {
        if (_overflowed || _bytes.Length + bytes.Length > maxBytes)
            _overflowed = true;
        else
            _bytes.Append(bytes);
    }

    public override UsageReading? Read() => _reading ??= _overflowed ? null : ReadDecoded();

    public override void Dispose() => _bytes.Dispose();

    private UsageReading? ReadDecoded()
    {
        if (encoding.Length == 0)
            return UsageReader.ReadBody(_bytes.Span, dialect, headers: null, model);
        using var decoder = ContentDecoder.For(encoding);
        if (decoder is null)
            return null;
        using var plain = new PooledBuffer(_bytes.Length * 4);
        try
        {
            decoder.Decode(_bytes.Span, plain, maxBytes);
        }
        catch (InvalidDataException)
        {
            // The answer goes to the client as it is; what cannot be decoded is recorded as unmetered.
            return null;
        }

        return decoder.Overflowed ? null : UsageReader.ReadBody(plain.Span, dialect, headers: null, model);
    }
}
