using NodaTime;

namespace Purser.Ledger.Reports;

/// <summary>The finest group that a report is put together from.</summary>
/// <param name="Dimensions">The interned names.</param>
/// <param name="Session">Null: not stated.</param>
/// <param name="Tags">Empty: none.</param>
/// <param name="Day">The local day; null unless the query groups by time.</param>
internal readonly record struct UsageSlice(UsageDimensions Dimensions, string? Session, IReadOnlyDictionary<string, string> Tags, LocalDate? Day);
