namespace Purser.Ledger;

/// <summary>An entry within a spooled batch.</summary>
internal static class EntryCodec
{
    public static void Write(BinaryWriter writer, LedgerEntry entry)
    {
        writer.WriteId(entry.Id);
        writer.Write((int)entry.Kind);
        writer.WriteTime(entry.At);
        writer.Write(entry.Tenant);
        writer.WriteOptional(entry.RequestId, static (w, id) => w.WriteId(id));
        writer.Write(entry.Attempt);
        LedgerCodec.WriteList(writer, entry.Changes, WriteChange);
        writer.WriteOptional(entry.ExpiresAt, static (w, at) => w.WriteTime(at));
        writer.WriteBytes(entry.Data);
        writer.WriteText(entry.IdempotencyKey);
        writer.WriteBytes(entry.IdempotencyHash);
        writer.Write(entry.ClosesHold);
    }

    public static LedgerEntry Read(BinaryReader reader) => new()
    {
        Id = reader.ReadId(),
        Kind = (EntryKind)reader.ReadInt32(),
        At = reader.ReadTime(),
        Tenant = reader.ReadString(),
        RequestId = reader.ReadOptional(static r => r.ReadId()),
        Attempt = reader.ReadInt32(),
        Changes = LedgerCodec.ReadList(reader, ReadChange),
        ExpiresAt = reader.ReadOptional(static r => r.ReadTime()),
        Data = reader.ReadBlob(),
        IdempotencyKey = reader.ReadText(),
        IdempotencyHash = reader.ReadBlob(),
        ClosesHold = reader.ReadBoolean(),
    };

    private static void WriteChange(BinaryWriter writer, BalanceChange change)
    {
        writer.Write(change.Instance.BudgetId);
        writer.Write(change.Instance.Key);
        writer.WriteOptional(change.Instance.WindowStart, static (w, at) => w.WriteTime(at));
        writer.WriteOptional(change.Instance.ResetsAt, static (w, at) => w.WriteTime(at));
        writer.WriteMap(change.Instance.Values);
        writer.Write(change.Delta.Admitted);
        writer.Write(change.Delta.Held);
        writer.Write(change.Delta.Adjusted);
        writer.Write(change.Delta.Observed);
    }

    private static BalanceChange ReadChange(BinaryReader reader) => new(
        new BudgetInstance(
            reader.ReadString(),
            reader.ReadString(),
            reader.ReadOptional(static r => r.ReadTime()),
            reader.ReadOptional(static r => r.ReadTime()),
            reader.ReadMap()),
        new Balance(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64()));
}
