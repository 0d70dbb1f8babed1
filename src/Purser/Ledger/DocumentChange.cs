namespace Purser.Ledger;

/// <summary>A budget, key or price override as stored beside the entries; the last change wins.</summary>
/// <param name="Kind"><c>budget</c>, <c>key</c>, <c>price</c>, …</param>
/// <param name="Id">Unique within the kind.</param>
/// <param name="Version">1 for the first, one more for each change; a change with an older version is refused.</param>
/// <param name="Json">UTF-8 JSON; null or empty removes it.</param>
public sealed record DocumentChange(string Kind, string Id, long Version, ReadOnlyMemory<byte>? Json);
