namespace Purser.Tokens;

/// <summary>Why a call has no usage vector. Wire names: <c>usage_missing</c>, <c>malformed_json</c>, <c>provider_error</c>.</summary>
public enum UsageError
{
    /// <summary>The response carries no usage: the call is unmetered, never zero.</summary>
    UsageMissing,

    /// <summary>The response is not JSON.</summary>
    MalformedJson,

    /// <summary>The provider answered with an error.</summary>
    ProviderError,
}
