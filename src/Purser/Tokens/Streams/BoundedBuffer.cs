namespace Purser.Tokens.Streams;

/// <summary>A growing byte buffer with a hard bound: what exceeds it is counted and dropped.</summary>
internal sealed class BoundedBuffer(int bound)
{
    private const int Initial = 256;

    // A buffer that one long event grew is given back, so that many idle streams stay small.
    private const int Retained = 64 * 1024;

    private byte[] _bytes = [];

    public int Length { get; private set; }

    /// <summary>Bytes that did not fit since the last <see cref="Clear"/>.</summary>
    public long Dropped { get; private set; }

    public bool IsOverflown => Dropped > 0;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (IsOverflown || bytes.Length > bound - Length)
        {
            Dropped += bytes.Length;
            return;
        }

        if (_bytes.Length - Length < bytes.Length)
            Array.Resize(ref _bytes, (int)Math.Min(bound, Math.Max(Math.Max(Initial, _bytes.Length * 2L), Length + bytes.Length)));
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Counts bytes that were dropped before they came here.</summary>
    public void Drop(long bytes) => Dropped += bytes;

    public void Append(byte value) => Append([value]);

    public void Clear()
    {
        if (_bytes.Length > Retained)
            _bytes = [];
        Length = 0;
        Dropped = 0;
    }
}
