using System.Text;

namespace Purser.EndToEnd.Harness;

/// <summary>One request and its answer as they passed between a client and what it talked to.</summary>
internal sealed record RecordedExchange(string Path, byte[] Request, int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    // What may differ: the framing of the hop, the clock, and Purser's two own headers.
    private static readonly string[] PerHop = ["Connection", "Date", "Keep-Alive", "Server", "Transfer-Encoding", "X-Purser-Clamped", "X-Purser-Request"];

    public string RequestId => Headers["X-Purser-Request"];

    public string Text => Encoding.UTF8.GetString(Body);

    public string EndToEndHeaders => string.Join('\n', Headers.Where(h => !PerHop.Contains(h.Key, StringComparer.OrdinalIgnoreCase))
        .OrderBy(h => h.Key, StringComparer.OrdinalIgnoreCase).Select(h => $"{h.Key.ToLowerInvariant()}: {h.Value}"));
}
