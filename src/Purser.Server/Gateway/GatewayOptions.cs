namespace Purser.Server.Gateway;

/// <summary>Upstreams, limits and time-outs of the gateway.</summary>
public sealed class GatewayOptions
{
    /// <summary>First path segments that belong to Purser itself and can name no upstream.</summary>
    public static IReadOnlyList<string> ReservedNames { get; } = ["api", "v1", "v1beta", "metrics", "healthz", "readyz", "openapi"];

    /// <summary>Upstreams by path name; the default knows <c>openai</c>, <c>anthropic</c> and <c>gemini</c>.</summary>
    public IDictionary<string, UpstreamOptions> Upstreams { get; } = new Dictionary<string, UpstreamOptions>(StringComparer.OrdinalIgnoreCase)
    {
        ["openai"] = new() { Url = "https://api.openai.com/v1", ApiKeyVariable = "OPENAI_API_KEY", Dialect = "openai-chat" },
        ["anthropic"] = new() { Url = "https://api.anthropic.com", ApiKeyVariable = "ANTHROPIC_API_KEY", Family = ApiFamily.Anthropic, Dialect = "anthropic" },
        ["gemini"] = new() { Url = "https://generativelanguage.googleapis.com", ApiKeyVariable = "GEMINI_API_KEY", Family = ApiFamily.Gemini, Dialect = "gemini" },
    };

    /// <summary>Largest request body of a metered route, before and after decompression, in bytes; default 64 MiB. Larger: 413.</summary>
    public int MaxRequestBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Largest sum of header names and values of a request, in bytes; default 32 KiB. Larger: 431.</summary>
    public int MaxHeaderBytes { get; init; } = 32 * 1024;

    /// <summary>Most of an answer that is kept for metering, in bytes, compressed and decompressed; default 64 MiB. Larger answers pass and stay unmetered.</summary>
    public int MaxMeteredBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Largest single event of a stream that is edited; default 16 MiB. Larger events pass unedited.</summary>
    public int MaxEventBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>To open a connection; default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From sending the request to the answer's headers; default 10 min, as long as the official clients wait.</summary>
    public TimeSpan FirstByteTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Between two reads of an answer; default 5 min.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For a whole call; default 2 h.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromHours(2);

    /// <summary>How long an answer is still read after the client left; default 2 s, the most that budgets R17 allows.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a running stream renews its hold; default 4 min, well inside the hold's 15 min (budgets R31).</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromMinutes(4);
}
