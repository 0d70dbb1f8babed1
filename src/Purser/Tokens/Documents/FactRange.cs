namespace Purser.Tokens.Documents;

/// <summary>Where a fact stands in the document that is being read, and what kind of value it is.</summary>
/// <param name="Kind">The value's first byte (<c>"</c>, <c>{</c>, <c>[</c>, <c>t</c>, <c>f</c>, <c>n</c>) or <c>0</c> for a number; <see langword="default"/>: absent.</param>
/// <param name="Start">First byte; of a string, the one after its quote.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct FactRange(byte Kind, int Start, int Length)
{
    public const byte Number = (byte)'0';

    public bool IsString => Kind == '"';

    public bool IsNumber => Kind == Number;

    public bool IsObject => Kind == '{';

    public bool IsArray => Kind == '[';

    /// <summary>Whether something is stated: not absent, null, false, nor empty text.</summary>
    public bool IsTruthy => Kind is not (0 or (byte)'n' or (byte)'f') && !(IsString && Length == 0);

    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> json) => json.Slice(Start, Length);
}
