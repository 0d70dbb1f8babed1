using Purser.Ledger.Reports;

namespace Purser.Sqlite.Tables;

/// <summary>One roll-up row: a table by its level and, for the fine one, session and tags.</summary>
internal readonly record struct RollupKey(RollupLevel Level, bool Fine, long Bucket, long Dimensions, long Session, long Tags);
