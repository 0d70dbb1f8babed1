namespace Purser.Server.Api;

/// <summary>What <c>doctor</c> says of the embedded store.</summary>
/// <param name="Engine">Version of the SQLite library that is loaded.</param>
/// <param name="Schema">The schema's version.</param>
/// <param name="LatestSchema">The newest version that this program knows.</param>
/// <param name="FlushFailures">Flushes to disk that failed since the start.</param>
/// <param name="SpooledBatches">Batches that wait in the spool.</param>
/// <param name="DiskFreeBytes">Free space where the data directory lies.</param>
public sealed record StoreFacts(string Engine, int Schema, int LatestSchema, long FlushFailures, long SpooledBatches, long DiskFreeBytes);
