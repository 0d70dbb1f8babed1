using System.Collections.Frozen;

namespace Purser.Ledger;

/// <summary>The pieces that ledger records are written from. Lengths are checked against what is left, so that a damaged record cannot ask for memory.</summary>
internal static class LedgerCodec
{
    public static void WriteList<T>(BinaryWriter writer, IReadOnlyList<T> items, Action<BinaryWriter, T> write)
    {
        writer.Write7BitEncodedInt(items.Count);
        foreach (var item in items)
            write(writer, item);
    }

    public static List<T> ReadList<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var count = reader.ReadLength();
        var items = new List<T>(count);
        for (var i = 0; i < count; i++)
            items.Add(read(reader));
        return items;
    }

    public static void WriteId(this BinaryWriter writer, Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        writer.Write(bytes);
    }

    public static Guid ReadId(this BinaryReader reader)
    {
        Span<byte> bytes = stackalloc byte[16];
        reader.BaseStream.ReadExactly(bytes);
        return new Guid(bytes, bigEndian: true);
    }

    public static void WriteTime(this BinaryWriter writer, DateTimeOffset at) => writer.Write(at.UtcTicks);

    public static DateTimeOffset ReadTime(this BinaryReader reader) => new(reader.ReadInt64(), TimeSpan.Zero);

    public static void WriteBytes(this BinaryWriter writer, ReadOnlyMemory<byte> bytes)
    {
        writer.Write7BitEncodedInt(bytes.Length);
        writer.Write(bytes.Span);
    }

    public static byte[] ReadBlob(this BinaryReader reader) => reader.ReadBytes(reader.ReadLength());

    public static void WriteText(this BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
            writer.Write(text);
    }

    public static string? ReadText(this BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    public static void WriteOptional<T>(this BinaryWriter writer, T? value, Action<BinaryWriter, T> write) where T : struct
    {
        writer.Write(value.HasValue);
        if (value is { } present)
            write(writer, present);
    }

    public static T? ReadOptional<T>(this BinaryReader reader, Func<BinaryReader, T> read) where T : struct =>
        reader.ReadBoolean() ? read(reader) : null;

    public static void WriteMap(this BinaryWriter writer, IReadOnlyDictionary<string, string> map)
    {
        writer.Write7BitEncodedInt(map.Count);
        foreach (var (name, value) in map)
        {
            writer.Write(name);
            writer.Write(value);
        }
    }

    public static IReadOnlyDictionary<string, string> ReadMap(this BinaryReader reader)
    {
        var count = reader.ReadLength();
        if (count == 0)
            return FrozenDictionary<string, string>.Empty;
        var map = new Dictionary<string, string>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
            map.Add(reader.ReadString(), reader.ReadString());
        return map;
    }

    private static int ReadLength(this BinaryReader reader)
    {
        var length = reader.Read7BitEncodedInt();
        if (length < 0 || length > reader.BaseStream.Length - reader.BaseStream.Position)
            throw new EndOfStreamException();
        return length;
    }
}
