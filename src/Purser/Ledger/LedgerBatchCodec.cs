using System.Text;

namespace Purser.Ledger;

/// <summary>A batch as one record of the spool: a version byte, then its lists. Little-endian; times in 100 ns, so that nothing is lost on the way.</summary>
internal static class LedgerBatchCodec
{
    private const byte Version = 1;

    public static byte[] Write(LedgerBatch batch)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        writer.Write(Version);
        writer.Write(batch.Spoolable);
        LedgerCodec.WriteList(writer, batch.Entries, EntryCodec.Write);
        LedgerCodec.WriteList(writer, batch.Usage, UsageEventCodec.Write);
        LedgerCodec.WriteList(writer, batch.Outbox, WriteOutbox);
        LedgerCodec.WriteList(writer, batch.Documents, WriteDocument);
        writer.Flush();
        return buffer.ToArray();
    }

    /// <exception cref="InvalidDataException">Another version, or no batch at all.</exception>
    public static LedgerBatch Read(ReadOnlyMemory<byte> record)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(record.ToArray()), Encoding.UTF8);
            var version = reader.ReadByte();
            if (version != Version)
                throw new InvalidDataException($"The spooled batch has version {version}; this program reads {Version}.");
            return new LedgerBatch
            {
                Spoolable = reader.ReadBoolean(),
                Entries = LedgerCodec.ReadList(reader, EntryCodec.Read),
                Usage = LedgerCodec.ReadList(reader, UsageEventCodec.Read),
                Outbox = LedgerCodec.ReadList(reader, ReadOutbox),
                Documents = LedgerCodec.ReadList(reader, ReadDocument),
            };
        }
        catch (Exception e) when (e is EndOfStreamException or ArgumentException or FormatException or OverflowException)
        {
            throw new InvalidDataException("The spooled batch cannot be read.", e);
        }
    }

    private static void WriteOutbox(BinaryWriter writer, OutboxRow row)
    {
        writer.WriteId(row.Id);
        writer.Write(row.Destination);
        writer.Write(row.Lane);
        writer.WriteTime(row.At);
        writer.WriteBytes(row.Payload);
    }

    private static OutboxRow ReadOutbox(BinaryReader reader) =>
        new(reader.ReadId(), reader.ReadString(), reader.ReadString(), reader.ReadTime(), reader.ReadBlob());

    private static void WriteDocument(BinaryWriter writer, DocumentChange change)
    {
        writer.Write(change.Kind);
        writer.Write(change.Id);
        writer.Write(change.Version);
        writer.WriteOptional(change.Json, static (w, json) => w.WriteBytes(json));
    }

    private static DocumentChange ReadDocument(BinaryReader reader) =>
        new(reader.ReadString(), reader.ReadString(), reader.ReadInt64(), reader.ReadOptional(static r => (ReadOnlyMemory<byte>)r.ReadBlob()));
}
