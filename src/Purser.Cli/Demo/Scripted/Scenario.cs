using System.Globalization;

namespace Purser.Cli.Demo.Scripted;

/// <summary>
/// How the scripted model behaves for one request. A client chooses with the header <c>x-scripted</c>, for example
/// <c>chunks=40, cut=10</c>; without it the model answers 24 tokens and ends well.
/// </summary>
internal sealed record Scenario
{
    public const string Header = "x-scripted";

    /// <summary>Answer this HTTP status with the provider's error shape instead of a completion; 0: none.</summary>
    public int Status { get; init; }

    /// <summary>Output tokens; the request's own maximum still caps them.</summary>
    public int Output { get; init; } = 24;

    /// <summary>Hidden reasoning tokens, billed inside the output where the dialect says so.</summary>
    public int Reasoning { get; init; }

    /// <summary>Input tokens served from the cache; at most the whole input.</summary>
    public int Cached { get; init; }

    /// <summary>Drop the connection after this many events; 0: never. The drop may overtake events on their way, even the answer's head.</summary>
    public int Cut { get; init; }

    /// <summary>After this many events wait until the client leaves; 0: never.</summary>
    public int Pause { get; init; }

    /// <summary>Milliseconds between events.</summary>
    public int SlowMs { get; init; }

    /// <summary>Extra bytes of answer text, for large bodies.</summary>
    public int Big { get; init; }

    /// <summary>Never answer; wait until the client leaves.</summary>
    public bool Hang { get; init; }

    /// <summary>Leave usage out of the answer.</summary>
    public bool NoUsage { get; init; }

    /// <exception cref="FormatException">The value names no known behaviour.</exception>
    public static Scenario Parse(string? header)
    {
        var parts = (header ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Aggregate(new Scenario(), (scenario, part) => scenario.With(part.Split('=', 2)));
    }

    private Scenario With(string[] part) => (part[0], part.Length > 1 ? Number(part[1]) : 0) switch
    {
        ("status", var n) => this with { Status = n },
        ("output" or "chunks", var n) => this with { Output = n },
        ("reasoning", var n) => this with { Reasoning = n },
        ("cached", var n) => this with { Cached = n },
        ("cut", var n) => this with { Cut = n },
        ("pause", var n) => this with { Pause = n },
        ("slow", var n) => this with { SlowMs = n },
        ("big", var n) => this with { Big = n },
        ("hang", _) => this with { Hang = true },
        ("no-usage", _) => this with { NoUsage = true },
        _ => throw new FormatException($"{Header}: unknown behaviour '{part[0]}'"),
    };

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
