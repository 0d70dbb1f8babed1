using System.Buffers.Binary;
using System.Numerics;

namespace Purser.Ledger.Spooling;

/// <summary>A record on disk: length and CRC-32C (both little-endian, 4 bytes), then the bytes.</summary>
internal static class Frame
{
    public const int HeaderSize = 8;

    public static void Write(Stream stream, ReadOnlySpan<byte> record)
    {
        var frame = new byte[HeaderSize + record.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, record.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), Checksum(record));
        record.CopyTo(frame.AsSpan(HeaderSize));
        stream.Write(frame);
    }

    public static SpoolSegment ReadSegment(long number, ReadOnlyMemory<byte> bytes)
    {
        var records = new List<ReadOnlyMemory<byte>>();
        while (bytes.Length >= HeaderSize)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.Span);
            if (length < 0 || length > bytes.Length - HeaderSize)
                break;
            var record = bytes.Slice(HeaderSize, length);
            if (Checksum(record.Span) != BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[4..]))
                break;
            records.Add(record);
            bytes = bytes[(HeaderSize + length)..];
        }

        return new(number, records, bytes.Length);
    }

    // Starting from all ones, so that a run of zeros (a hole left by a crash) is not a valid empty record.
    private static uint Checksum(ReadOnlySpan<byte> record)
    {
        var crc = uint.MaxValue;
        for (; record.Length >= 8; record = record[8..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(record));
        foreach (var b in record)
            crc = BitOperations.Crc32C(crc, b);
        return crc;
    }
}
