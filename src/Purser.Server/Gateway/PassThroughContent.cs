using System.IO.Pipelines;
using System.Net;

namespace Purser.Server.Gateway;

/// <summary>A request body that is handed on as it arrives, for routes that are not read. Back-pressure reaches the client.</summary>
internal sealed class PassThroughContent(PipeReader body, long? length) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        body.CopyToAsync(stream, cancellationToken);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override bool TryComputeLength(out long value)
    {
        value = length ?? 0;
        return length is not null;
    }
}
