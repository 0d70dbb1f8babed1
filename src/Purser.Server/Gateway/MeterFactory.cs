using Purser.Dialects;

namespace Purser.Server.Gateway;

/// <summary>Chooses how an answer is read: by its own type, for a refused or ignored wish to stream is answered in one piece.</summary>
internal static class MeterFactory
{
    public static ResponseMeter Open(HttpResponseMessage answer, Dialect dialect, RequestFacts facts, GatewayOptions options, bool decoded)
    {
        var content = answer.Content.Headers;
        var encoding = decoded ? "" : AnswerHeaders.Encoding(answer);
        var type = AnswerHeaders.MediaType(answer);
        var streamed = type is "text/event-stream" or "application/x-ndjson" or "application/vnd.amazon.eventstream" || (facts.Stream && type is "application/json");
        return streamed
            ? new StreamMeter(dialect, encoding, facts.Model, options.MaxEventBytes)
            : new BodyMeter(dialect, encoding, facts.Model, content.ContentLength, options.MaxMeteredBytes);
    }
}
