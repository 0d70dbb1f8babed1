using Purser.Ledger;
using Purser.Sqlite.Native;

namespace Purser.Sqlite.Tables;

/// <summary>Times and spans in columns.</summary>
internal static class Column
{
    public static long? Time(DateTimeOffset? at) => at is { } value ? Microseconds.Of(value) : null;

    public static long? Span(TimeSpan? span) => span is { } value ? Microseconds.Of(value) : null;

    public static DateTimeOffset Time(this SqliteStatement row, int column) => Microseconds.ToInstant(row.Int64(column));

    public static DateTimeOffset? TimeOrNull(this SqliteStatement row, int column) => row.IsNull(column) ? null : row.Time(column);

    public static TimeSpan? SpanOrNull(this SqliteStatement row, int column) => row.IsNull(column) ? null : TimeSpan.FromMicroseconds(row.Int64(column));
}
