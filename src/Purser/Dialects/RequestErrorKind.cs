namespace Purser.Dialects;

/// <summary>What is wrong with a request body.</summary>
public enum RequestErrorKind
{
    /// <summary>Not one UTF-8 JSON object, or nested deeper than 128.</summary>
    Malformed,

    /// <summary>A governed member occurs twice: the gate and the upstream could read different ones.</summary>
    DuplicateKey,

    /// <summary>A governed member in another case: a service that compares without case would read it.</summary>
    CaseVariantKey,

    /// <summary>A governed member has a type or a value that has no bound.</summary>
    InvalidValue,
}
