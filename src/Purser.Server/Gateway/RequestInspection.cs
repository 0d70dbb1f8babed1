using System.Buffers;
using Purser.Dialects;

namespace Purser.Server.Gateway;

/// <summary>Reads what a body can cost, and makes the few edits that metering and budgets need.</summary>
internal static class RequestInspection
{
    /// <exception cref="GatewayException">400: no JSON, or a member that the gate and the upstream could read differently (budgets R13).</exception>
    public static RequestFacts Read(ReadOnlySpan<byte> json, RouteMatch route, RequestFormat format)
    {
        if (!RequestReader.TryRead(json, format, out var facts, out var error))
            throw new GatewayException(400, Code(error!.Kind), error.Message);
        return route.Model is null && !route.Streams
            ? facts!
            : facts! with { Model = route.Model ?? facts.Model, Stream = route.Streams };
    }

    /// <summary>Whether usage must be asked for on behalf of a client that did not ask.</summary>
    public static bool AddsUsage(Upstream upstream, RequestFormat format, RequestFacts facts) =>
        facts is { Stream: true, IncludeUsage: false } && format.NeedsIncludeUsage && upstream.IncludeUsage;

    /// <summary>The body to send: the client's own bytes, or those of its decompressed body with byte ranges spliced in.</summary>
    /// <param name="decoded">Whether the body is sent decompressed.</param>
    public static HttpContent Content(RequestBody body, RequestFacts facts, RequestFormat format, bool addUsage, long? limit, out bool decoded)
    {
        decoded = (addUsage || limit is not null) && body.IsEncoded;
        return new SequenceContent(addUsage || limit is not null
            ? RequestEdits.Apply(body.Json, facts, format, addUsage, limit)
            : new ReadOnlySequence<byte>(body.Raw));
    }

    private static string Code(RequestErrorKind kind) => kind switch
    {
        RequestErrorKind.Malformed => "invalid_json",
        RequestErrorKind.InvalidValue => "invalid_value",
        _ => "ambiguous_field",
    };
}
