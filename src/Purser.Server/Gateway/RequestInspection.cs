using Purser.Dialects;

namespace Purser.Server.Gateway;

/// <summary>Reads what a body can cost, and makes the few edits that metering and budgets need.</summary>
internal sealed class RequestInspection(GatewayOptions options, Upstream upstream)
{
    private readonly int _limit = options.MaxRequestBytes;

    public RequestFacts Read(ReadOnlySpan<byte> json, RouteMatch route) =>
        new() { BodyBytes = Math.Min(json.Length, _limit), Model = route.Model, Stream = route.Streams };

    public bool AddsUsage(Dialect dialect, RequestFacts facts) =>
        facts is { Stream: true, IncludeUsage: false } && (upstream.IncludeUsage ?? dialect.Request?.NeedsIncludeUsage ?? false);

    public static HttpContent Content(RequestBody body, Dialect dialect, bool addUsage, long? limit, out bool decoded)
    {
        decoded = false;
        return new SegmentedContent([body.Raw]);
    }
}
