namespace Purser.Sqlite.Tables;

/// <summary>One row of a roll-up table; session and tags are 0 where it does not tell them apart.</summary>
internal readonly record struct RollupKey(long Bucket, long Dimensions, long Session, long Tags);
