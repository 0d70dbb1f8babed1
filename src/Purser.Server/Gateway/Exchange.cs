using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Purser.Calls;
using Purser.Tokens;

namespace Purser.Server.Gateway;

/// <summary>One request's trip to its upstream and back: sent once, relayed, settled before its end is released.</summary>
internal sealed partial class Exchange(HttpContext context, Upstream upstream, Settlement settlement, GatewayServices services) : IDisposable
{
    private readonly CallDeadline _deadline = new(services.Time, services.Options, context.RequestAborted);
    private ResponseMeter _meter = NoMeter.Instance;
    private AnswerRelay? _relay;
    private int? _status;

    /// <summary>Whether the answer may cost output that is never sent: reasoning, or a body that is not streamed.</summary>
    public bool HiddenOutput { get; init; }

    /// <summary>Whether the usage chunk was asked for on the client's behalf and is to be taken out again.</summary>
    public bool EditUsage { get; init; }

    /// <summary>How the answer's usage is read, given its headers and whether its bytes will be decoded before; null: it has none.</summary>
    public Func<HttpResponseMessage, bool, ResponseMeter>? OpenMeter { get; init; }

    public void Dispose()
    {
        _meter.Dispose();
        _deadline.Dispose();
    }

    /// <summary>Sends the request and relays its answer; disposes the request.</summary>
    public async Task RunAsync(HttpRequestMessage request)
    {
        using (request)
        {
            HttpResponseMessage answer;
            try
            {
                _deadline.AwaitFirstByte();
                answer = await services.Forwarder.SendAsync(request, _deadline.Token);
                _deadline.Pause();
            }
            catch (Exception exception) when (UpstreamFailure.From(exception, _deadline.Stopped, upstream.Name) is { } failure)
            {
                UpstreamFailed(services.Log, upstream.Name, failure.Code, exception.Message);
                await FailAsync(failure);
                return;
            }

            using (answer)
                await RelayAsync(answer);
        }
    }

    private async Task FailAsync(UpstreamFailure failure)
    {
        await settlement.CompleteAsync(Outcome(failure.End, reading: null));
        if (_deadline.IsClientGone)
            context.Abort();
        else
            await GatewayErrors.WriteAsync(context, upstream.Errors, failure.Status, failure.Code, failure.Message);
    }

    private async Task RelayAsync(HttpResponseMessage answer)
    {
        _status = (int)answer.StatusCode;
        var eventual = IsEventual(answer);
        var edited = EditUsage && answer.IsSuccessStatusCode && eventual;
        if (answer.IsSuccessStatusCode && OpenMeter is not null)
            _meter = OpenMeter(answer, edited);
        Forwarder.CopyAnswer(answer, context.Response, edited);
        _relay = new AnswerRelay(_deadline, _meter, settlement, CompleteAsync, services.Time);
        try
        {
            // The relay is the buffer: a server's own would hold events back.
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            var complete = await CopyBodyAsync(answer, eventual, edited) && await CompleteAsync();
            if (complete)
                await EndAsync();
            else
                context.Abort();
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException or InvalidDataException)
        {
            UpstreamFailed(services.Log, upstream.Name, _deadline.Stopped == StopReason.None ? "cut" : _deadline.Stopped.ToString(), exception.Message);
            await CutAsync();
        }
    }

    // What was written behind a flush is not sent by the end of the request alone: the settled rest is released here.
    private async ValueTask EndAsync()
    {
        if (!_deadline.IsClientGone)
            await context.Response.BodyWriter.FlushAsync(_deadline.Token);
    }

    private async ValueTask<bool> CopyBodyAsync(HttpResponseMessage answer, bool eventual, bool edited)
    {
        var body = await answer.Content.ReadAsStreamAsync(_deadline.Token);
        await using (body)
        {
            if (!eventual)
                return await _relay!.CopyAsync(body, context.Response.BodyWriter);
            if (!edited)
                return await _relay!.CopyStreamAsync(body, context.Response.BodyWriter, editor: null);
            // An upstream that encodes although it was asked not to: its events are edited decoded, and sent so.
            await using var decoded = DecodedStream.Over(body, AnswerHeaders.Encoding(answer));
            return await _relay!.CopyStreamAsync(decoded, context.Response.BodyWriter, new UsageEditor(services.Options.MaxEventBytes));
        }
    }

    /// <summary>The answer broke off: what may have been spent is settled, and the client sees the break instead of a false end.</summary>
    private async ValueTask CutAsync()
    {
        if (!_deadline.IsClientGone)
            await context.Response.BodyWriter.FlushAsync(CancellationToken.None);
        await settlement.CompleteAsync(Outcome(EndOfStatus(CallEnd.Unknown), _meter.Read()));
        context.Abort();
    }

    private ValueTask<bool> CompleteAsync()
    {
        if (settlement.IsDone)
            return ValueTask.FromResult(true);
        var reading = _meter.Read();
        return settlement.CompleteAsync(Outcome(EndOfStatus(_meter.IsTruncated ? CallEnd.Unknown : CallEnd.Complete), reading));
    }

    /// <summary>R16: a complete non-2xx answer came before any generation, except 408 and 504, which may have come in the middle of it.</summary>
    private CallEnd EndOfStatus(CallEnd ofSuccess) => _status switch
    {
        >= 200 and < 300 => ofSuccess,
        408 or 504 => CallEnd.Unknown,
        _ => CallEnd.Rejected,
    };

    private CallOutcome Outcome(CallEnd end, UsageReading? reading) => new()
    {
        End = end,
        Reading = reading,
        ReceivedOutputBound = _meter.ReceivedOutputBound,
        HiddenOutputPossible = HiddenOutput,
        HttpStatus = _status,
        TimeToFirstToken = _relay is { FirstByteAt: not 0 } relay && settlement.Admission is { } admission
            ? services.Time.GetElapsedTime(admission.AdmittedTimestamp, relay.FirstByteAt)
            : null,
    };

    private static bool IsEventual(HttpResponseMessage answer) =>
        AnswerHeaders.MediaType(answer) is "text/event-stream" or "application/x-ndjson"
        || answer.Content.Headers.ContentLength is null;

    [LoggerMessage(2103, LogLevel.Warning, "Upstream {Upstream}: {Code}. {Detail}")]
    private static partial void UpstreamFailed(ILogger log, string upstream, string code, string detail);
}
