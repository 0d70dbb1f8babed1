using System.Buffers.Binary;
using Purser.Ledger;

namespace Purser.Sqlite.Tables;

/// <summary>An entry's balance changes in one blob: 40 bytes each, big-endian: instance row id, admitted, held, adjusted, observed.</summary>
internal static class ChangeCodec
{
    private const int Size = 40;

    public static byte[] Write(IReadOnlyList<BalanceChange> changes, Func<BalanceChange, long> apply)
    {
        if (changes.Count == 0)
            return [];
        var blob = new byte[changes.Count * Size];
        for (var i = 0; i < changes.Count; i++)
        {
            var at = blob.AsSpan(i * Size, Size);
            var delta = changes[i].Delta;
            BinaryPrimitives.WriteInt64BigEndian(at, apply(changes[i]));
            BinaryPrimitives.WriteInt64BigEndian(at[8..], delta.Admitted);
            BinaryPrimitives.WriteInt64BigEndian(at[16..], delta.Held);
            BinaryPrimitives.WriteInt64BigEndian(at[24..], delta.Adjusted);
            BinaryPrimitives.WriteInt64BigEndian(at[32..], delta.Observed);
        }

        return blob;
    }

    public static List<KeyValuePair<long, Balance>> Read(ReadOnlySpan<byte> blob)
    {
        var changes = new List<KeyValuePair<long, Balance>>(blob.Length / Size);
        for (; blob.Length >= Size; blob = blob[Size..])
        {
            changes.Add(new(BinaryPrimitives.ReadInt64BigEndian(blob), new Balance(
                BinaryPrimitives.ReadInt64BigEndian(blob[8..]),
                BinaryPrimitives.ReadInt64BigEndian(blob[16..]),
                BinaryPrimitives.ReadInt64BigEndian(blob[24..]),
                BinaryPrimitives.ReadInt64BigEndian(blob[32..]))));
        }

        return changes;
    }
}
