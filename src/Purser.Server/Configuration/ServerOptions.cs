namespace Purser.Server.Configuration;

/// <summary>Where the server listens and what it accepts.</summary>
public sealed record ServerOptions
{
    /// <summary>Absolute http or https URLs; any but loopback demands keys. Default <c>http://127.0.0.1:4700</c>.</summary>
    public required IReadOnlyList<string> Urls { get; init; }

    /// <summary>The data directory, absolute.</summary>
    public required string Data { get; init; }

    /// <summary>Host names that requests may name beside loopback and the listening addresses.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Foreign origins that browsers may call from; the server's own always may.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Largest body of an API call in bytes, 1 KiB to 1 GiB; default 4 MiB. Larger: 413.</summary>
    public long MaxRequestBytes { get; init; } = 4 << 20;

    /// <summary>How long a shutdown waits for running calls, 0 to 10 min; default 30 s.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
