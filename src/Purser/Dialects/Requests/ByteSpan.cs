namespace Purser.Dialects.Requests;

/// <summary>A range of bytes of a body.</summary>
/// <param name="Start">First byte.</param>
/// <param name="Length">Count of bytes.</param>
internal readonly record struct ByteSpan(int Start, int Length);
