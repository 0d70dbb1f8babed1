namespace Purser.Dialects.Requests;

/// <summary>A member's value that is an object or null.</summary>
/// <param name="At">The value's bytes; for an object only its opening brace.</param>
/// <param name="IsObject">Whether it is an object.</param>
/// <param name="IsEmpty">Whether the object has no member.</param>
internal readonly record struct MemberSpan(ByteSpan At, bool IsObject, bool IsEmpty);
