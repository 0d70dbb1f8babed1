using System.Buffers;
using System.Runtime.CompilerServices;

namespace Purser.Cli.Metering;

/// <summary>Lines of a stream, one at a time; a line beyond the bound is passed over and answered as null, never buffered whole.</summary>
internal static class BoundedLines
{
    /// <summary>Longest line, in bytes: 64 MiB.</summary>
    public const int LengthMax = 64 * 1024 * 1024;

    public static async IAsyncEnumerable<ReadOnlyMemory<byte>?> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellation, int lengthMax = LengthMax)
    {
        var chunk = new byte[64 * 1024];
        var line = new ArrayBufferWriter<byte>();
        var overlong = false;
        for (int count; (count = await stream.ReadAsync(chunk, cancellation)) > 0;)
        {
            for (var start = 0; start < count;)
            {
                var end = Array.IndexOf(chunk, (byte)'\n', start, count - start);
                var stop = end < 0 ? count : end;
                overlong |= line.WrittenCount + stop - start > lengthMax;
                if (!overlong)
                    line.Write(chunk.AsSpan(start, stop - start));
                start = stop + 1;
                if (end < 0)
                    continue;
                yield return overlong ? (ReadOnlyMemory<byte>?)null : line.WrittenMemory;
                line.ResetWrittenCount();
                overlong = false;
            }
        }

        if (overlong || line.WrittenCount > 0)
            yield return overlong ? (ReadOnlyMemory<byte>?)null : line.WrittenMemory;
    }
}
