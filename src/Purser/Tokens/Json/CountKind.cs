namespace Purser.Tokens.Json;

/// <summary>What became of one count under the number policy of providers 2.</summary>
internal enum CountKind : byte
{
    Absent,
    Valid,
    ValidString,
    BadType,
    Negative,
    Fractional,
    OutOfRange,
}
