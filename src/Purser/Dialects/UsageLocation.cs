namespace Purser.Dialects;

/// <summary>Where a dialect states usage. Locations of one dialect describe the same call: the first that is complete counts, they are never added.</summary>
/// <param name="Shape">How the object names its counts.</param>
/// <param name="Paths">Exact paths of the object, joined by <c>/</c>; empty for the document itself. Objects of several paths merge by maximum.</param>
public sealed record UsageLocation(UsageShape Shape, params IReadOnlyList<string> Paths);
