namespace Purser.Sqlite.Attaching;

/// <summary>One end of a reservation as it is sent to the owner; sending it again changes nothing.</summary>
internal readonly record struct EndRecord(string Target, ReadOnlyMemory<byte> Body);
