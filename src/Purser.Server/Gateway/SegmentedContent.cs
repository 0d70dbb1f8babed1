using System.Net;

namespace Purser.Server.Gateway;

/// <summary>A request body of byte ranges that belong to someone else; sent as they are, never copied together.</summary>
internal sealed class SegmentedContent(IReadOnlyList<ReadOnlyMemory<byte>> segments) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        foreach (var segment in segments)
            await stream.WriteAsync(segment, cancellationToken);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        foreach (var segment in segments)
            length += segment.Length;
        return true;
    }
}
