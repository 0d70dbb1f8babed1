using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Purser.Budgets;
using Purser.Calls;
using Purser.Dialects;
using Purser.Ledger;

namespace Purser.Server.Gateway;

/// <summary>The way of one request: who calls, what the path means, what the body can cost, whether it may go, and then the trip.</summary>
internal sealed class GatewayHandler(Upstream upstream, GatewayServices services)
{
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            // Kestrel's own limit would answer in no provider's shape; the gateway's is enforced while reading.
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
                size.MaxRequestBodySize = null;
            var caller = services.ResolveCaller(context);
            if (!caller.Allowed)
                throw new GatewayException(caller.ErrorStatus, caller.ErrorStatus == 401 ? "invalid_api_key" : "key_forbidden", caller.ErrorMessage ?? "This key may not call the gateway.");
            if (HeaderRules.Size(context.Request.Headers) > services.Options.MaxHeaderBytes)
                throw new GatewayException(431, "headers_too_large", $"The request's headers are larger than {services.Options.MaxHeaderBytes} bytes.");
            await RouteAsync(context, caller);
        }
        catch (GatewayException refused)
        {
            await GatewayErrors.WriteAsync(context, upstream.Errors, refused.Status, refused.Code, refused.Message);
        }
        catch (LedgerUnavailableException)
        {
            context.Response.Headers.RetryAfter = "1";
            await GatewayErrors.WriteAsync(context, upstream.Errors, 503, "budget_store_unavailable", "The budget store is unavailable, and this call needs it; try again shortly.");
        }
        catch (Exception gone) when (context.RequestAborted.IsCancellationRequested && gone is OperationCanceledException or IOException)
        {
            context.Abort();
        }
    }

    private async Task RouteAsync(HttpContext context, CallerIdentity caller)
    {
        var target = RequestTarget.Parse(context.Request, upstream, caller.KeyId is not null);
        switch (target.Route.Kind)
        {
            case RouteKind.Metered:
                await MeterAsync(context, caller, target);
                break;
            case RouteKind.Unboundable:
                var facts = new RequestFacts { BodyBytes = context.Request.ContentLength ?? 0, Unboundable = $"{context.Request.Method} {target.Route.Path} has no known bound" };
                var attributes = CallerAttributes.From(context.Request.Headers, caller, upstream.Provider, model: null, bodyUser: null);
                RequireCanonical(target, attributes);
                var intent = CallIntents.Create(context, target.Route, attributes, facts, body: default);
                if (await BeginAsync(context, intent) is { } admission)
                    await PassAsync(context, caller, target, admission);
                break;
            default:
                await PassAsync(context, caller, target, admission: null);
                break;
        }
    }

    private async Task MeterAsync(HttpContext context, CallerIdentity caller, RequestTarget target)
    {
        using var body = await RequestBody.ReadAsync(context.Request, services.Options.MaxRequestBytes, context.RequestAborted);
        var dialect = target.Route.Dialect!;
        var format = dialect.Request!;
        var facts = RequestInspection.Read(body.Json.Span, target.Route, format);
        var attributes = CallerAttributes.From(context.Request.Headers, caller, upstream.Provider, facts.Model, facts.User);
        RequireCanonical(target, attributes);
        // Only a hold needs a tight bound of the input; unbudgeted calls are not even hashed.
        var prefix = services.Calls.IsEnforced(attributes) ? PrefixChain.Of(body.Json.Span, facts, upstream.Provider, facts.Model ?? "") : null;
        var intent = CallIntents.Create(context, target.Route, attributes, facts, body.Json) with { Prefix = prefix };
        if (await BeginAsync(context, intent) is not { } admission)
            return;
        var editUsage = RequestInspection.AddsUsage(upstream, format, facts);
        using var exchange = new Exchange(context, upstream, NewSettlement(admission), services)
        {
            HiddenOutput = format.HiddenOutput || facts.ThinkingBudget > 0 || !facts.Stream,
            EditUsage = editUsage,
            OpenMeter = (answer, decoded) => MeterFactory.Open(answer, dialect, facts, services.Options, decoded),
        };
        var request = Forwarder.Build(context.Request, upstream, target.Url, caller, editUsage);
        request.Content = RequestInspection.Content(body, facts, format, editUsage, admission.OutputLimitToWrite, out var sentDecoded);
        Forwarder.CopyContentHeaders(context.Request, request.Content, sentDecoded);
        await exchange.RunAsync(request);
    }

    private async Task PassAsync(HttpContext context, CallerIdentity caller, RequestTarget target, CallAdmission? admission)
    {
        using var exchange = new Exchange(context, upstream, NewSettlement(admission), services) { HiddenOutput = true };
        var request = Forwarder.Build(context.Request, upstream, target.Url, caller, identityEncoding: false);
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
        {
            request.Content = new PassThroughContent(context.Request.BodyReader, context.Request.ContentLength);
            Forwarder.CopyContentHeaders(context.Request, request.Content, decoded: false);
        }

        await exchange.RunAsync(request);
    }

    /// <summary>Null when the call was refused and its answer is written.</summary>
    private async ValueTask<CallAdmission?> BeginAsync(HttpContext context, CallIntent intent)
    {
        var admission = await services.Calls.Begin(intent, context.RequestAborted);
        context.Response.Headers[HeaderRules.RequestId] = admission.RequestId.ToString();
        if (admission.Allowed)
        {
            if (admission.Hold.Clamped)
                context.Response.Headers[HeaderRules.Clamped] = (admission.OutputLimitToWrite ?? admission.Hold.OutputBound).ToString(System.Globalization.CultureInfo.InvariantCulture);
            return admission;
        }

        if (admission.Hold is { Verdict: HoldVerdict.Refused, Refusal: { } refusal })
        {
            await GatewayErrors.WriteRefusalAsync(context, upstream.Errors, refusal, services.Time.GetUtcNow());
            return null;
        }

        context.Response.Headers["x-should-retry"] = "false";
        var (code, message) = admission.Hold.Verdict switch
        {
            HoldVerdict.InProgress => ("in_progress", "A call with this Idempotency-Key is still running."),
            HoldVerdict.AlreadyDone => ("already_done", "The call with this Idempotency-Key has ended; it is not made again."),
            _ => ("idempotency_key_reused", "This Idempotency-Key was used with another body or context."),
        };
        await GatewayErrors.WriteAsync(context, upstream.Errors, 409, code, message);
        return null;
    }

    private void RequireCanonical(RequestTarget target, CallAttributes attributes)
    {
        if (!target.IsCanonical && services.Calls.IsEnforced(attributes))
            throw new GatewayException(400, "path_not_canonical", "Under a budget the path must be written in its canonical form: no dot segments, doubled or encoded slashes, and the documented case.");
    }

    private Settlement NewSettlement(CallAdmission? admission) =>
        new(services.Calls, admission, services.Time, services.Options, services.Log);
}
