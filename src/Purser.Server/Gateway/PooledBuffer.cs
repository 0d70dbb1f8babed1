using System.Buffers;

namespace Purser.Server.Gateway;

/// <summary>A growing byte buffer on pooled arrays, bounded by its owner. Not thread-safe; <see cref="Dispose"/> gives the array back.</summary>
internal sealed class PooledBuffer(int initial) : IDisposable
{
    private byte[] _array = ArrayPool<byte>.Shared.Rent(Math.Max(initial, 256));
    private int _start;
    private int _end;

    public int Length => _end - _start;

    public ReadOnlyMemory<byte> Memory => _array.AsMemory(_start, Length);

    public ReadOnlySpan<byte> Span => _array.AsSpan(_start, Length);

    /// <summary>Room for at least so many bytes behind the content.</summary>
    public Memory<byte> Room(int atLeast)
    {
        if (_array.Length - _end < atLeast)
            MakeRoom(atLeast);
        return _array.AsMemory(_end);
    }

    public void Advance(int count) => _end += count;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length).Span);
        _end += bytes.Length;
    }

    /// <summary>Drops bytes from the front.</summary>
    public void Consume(int count)
    {
        _start += count;
        if (_start == _end)
            _start = _end = 0;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_array);
        _array = [];
        _start = _end = 0;
    }

    private void MakeRoom(int atLeast)
    {
        var length = Length;
        if (_array.Length - length >= atLeast && _start >= length)
        {
            Span.CopyTo(_array);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(length + atLeast, Math.Min(_array.Length, Array.MaxLength / 2) * 2));
            Span.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_array);
            _array = larger;
        }

        _start = 0;
        _end = length;
    }
}
