using System.Security.Cryptography;
using System.Text.Json;
using Purser.Budgets;
using Purser.Calls;
using Purser.Ledger;
using Purser.Pricing;
using Purser.Server.Keys;
using Purser.Tokens;

namespace Purser.Server.Api;

/// <summary>Reservations over HTTP: what a host in any language calls around its own model calls.</summary>
internal sealed class ReservationOperations(ApiContext context)
{
    private static readonly TimeSpan DefaultTtl = TimeSpan.FromMinutes(15);
    private const int TtlSecondsMax = 24 * 3600;
    private static readonly BudgetUnit[] Units = Enum.GetValues<BudgetUnit>();

    public IEnumerable<ApiEndpoint> Endpoints() =>
    [
        new("POST", "/reservations", KeyScopes.Gateway, CreateAsync),
        new("GET", "/reservations", KeyScopes.Viewer, ListAsync),
        new("GET", "/reservations/{id}", KeyScopes.Gateway, GetAsync),
        new("POST", "/reservations/{id}/settle", KeyScopes.Gateway, SettleAsync),
        new("POST", "/reservations/{id}/release", KeyScopes.Gateway, ReleaseAsync),
        new("POST", "/reservations/{id}/extend", KeyScopes.Gateway, ExtendAsync),
    ];

    private async ValueTask<ApiResponse> CreateAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var body = request.Read(ApiJson.Default.ReservationBody);
        var attributes = CallerAttributesReader.Read(request.Caller, body.Context);
        var hold = Hold(body, attributes);
        var intent = new CallIntent
        {
            Attributes = attributes,
            StatedHold = hold,
            Source = UsageSource.Library,
            IdempotencyKey = body.IdempotencyKey,
            IdempotencyHash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(body with { IdempotencyKey = null }, ApiJson.Default.ReservationBody)),
            TimeToLive = body.TtlSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
        var admission = await context.Purser.Calls.BeginAsync(intent, cancellationToken);
        return admission.Hold.Verdict switch
        {
            HoldVerdict.Admitted or HoldVerdict.Unbudgeted => ApiResponse.Write(201, json => ReservationJson.Write(json, admission.Hold)),
            // The same request again is the same reservation, with the same decision (R35).
            HoldVerdict.InProgress => ApiResponse.Write(200, json => ReservationJson.Write(json, admission.Hold)),
            HoldVerdict.Refused => RefusalProblem.Of(admission, context.Purser.Clock.GetUtcNow()).ToResponse(),
            _ => Repeat(admission).ToResponse(),
        };
    }

    private Amounts Hold(ReservationBody body, CallAttributes attributes)
    {
        var errors = new List<ApiError>();
        if (body.Hold is not { } hold || hold is { CostUsd: null, InputTokens: null, MaxOutputTokens: null })
            throw new ApiProblemException(ApiProblem.Validation("The hold is missing.", new ApiError("hold", "State cost_usd, or input_tokens and max_output_tokens, or both.", "REQUIRED")));
        if (hold.CostUsd is < 0 or > 1_000_000_000)
            errors.Add(new("hold.cost_usd", "Must be from 0 to 1000000000.", "RANGE_ERROR"));
        if (hold.InputTokens is < 0 or > 1L << 50)
            errors.Add(new("hold.input_tokens", "Must not be negative.", "RANGE_ERROR"));
        if (hold.MaxOutputTokens is < 0 or > 1L << 50)
            errors.Add(new("hold.max_output_tokens", "Must not be negative.", "RANGE_ERROR"));
        if (body.TtlSeconds is < 1 or > TtlSecondsMax)
            errors.Add(new("ttl_seconds", $"Must be from 1 to {TtlSecondsMax}.", "RANGE_ERROR"));
        if (body.IdempotencyKey is { Length: 0 or > 256 })
            errors.Add(new("idempotency_key", "Must be 1 to 256 characters.", "RANGE_ERROR"));
        if (errors.Count > 0)
            throw new ApiProblemException(ApiProblem.Validation("The reservation is not valid.", [.. errors]));
        var amounts = new Amounts(CostNano(hold, attributes), hold.InputTokens, hold.MaxOutputTokens, Sum(hold.InputTokens, hold.MaxOutputTokens));
        CheckUnits(amounts, attributes);
        return amounts;
    }

    private long? CostNano(HoldBody hold, CallAttributes attributes)
    {
        if (hold.CostUsd is { } usd)
            return NanoUsd.CeilingFromUsd(usd).Value;
        if (attributes is not { Provider: { } provider, Model: { } model })
            return null;
        var bound = context.Purser.Prices.Current.Bound(new()
        {
            Provider = provider,
            Model = model,
            At = context.Purser.Clock.GetUtcNow(),
            InputTokens = hold.InputTokens ?? 0,
            OutputTokens = hold.MaxOutputTokens ?? 0,
        });
        return bound.Cost?.Value;
    }

    private static long? Sum(long? left, long? right) => left is null && right is null ? null : (left ?? 0) + (right ?? 0);

    private void CheckUnits(Amounts hold, CallAttributes attributes)
    {
        var match = context.Purser.Budgets.Match(attributes);
        var lacking = Units.Where(u => match.Needs(u) && hold.In(u) is null).ToList();
        if (lacking.Count > 0)
        {
            throw new ApiProblemException(ApiProblem.Validation(
                "A matching strict budget counts a unit that the hold does not state.",
                [.. lacking.Select(u => new ApiError(u == BudgetUnit.Usd ? "hold.cost_usd" : u == BudgetUnit.TokensOutput ? "hold.max_output_tokens" : "hold.input_tokens", Advice(u), "REQUIRED"))]));
        }
    }

    private static string Advice(BudgetUnit unit) => unit == BudgetUnit.Usd
        ? "State cost_usd, or name a provider and model that the price book knows."
        : "State input_tokens and max_output_tokens.";

    private static ApiProblem Repeat(CallAdmission admission)
    {
        var (code, detail) = admission.Hold.Verdict == HoldVerdict.AlreadyDone
            ? ("already_done", "The idempotency key stands for a reservation that has ended.")
            : ("key_reused", "The idempotency key was used with another body or context.");
        var problem = ApiProblem.Conflict("idempotency-conflict", code, detail);
        return code == "key_reused" ? problem : problem with { Extensions = json => json.WriteString("id", admission.RequestId) };
    }

    private ValueTask<ApiResponse> ListAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        request.Query.Choice("state", "held");
        var limit = request.Query.Integer("limit", 1000, 1, 100_000);
        request.Query.Check();
        var holds = context.Purser.Budgets.OpenHolds().Where(h => request.Caller.Tenant is not { } tenant || h.Attributes.Tenant == tenant).ToList();
        return new(ApiResponse.Write(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("reservations");
            foreach (var hold in holds.Take(limit))
                ReservationJson.Write(json, hold);
            json.WriteEndArray();
            json.WriteNumber("total", holds.Count);
            json.WriteEndObject();
        }));
    }

    private async ValueTask<ApiResponse> GetAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var id = await OwnAsync(request, cancellationToken);
        if (context.Purser.Budgets.FindHold(id) is { } hold)
            return ApiResponse.Write(200, json => ReservationJson.Write(json, hold));
        return ApiResponse.Write(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("state", "ended");
            json.WriteEndObject();
        });
    }

    private async ValueTask<ApiResponse> SettleAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var outcome = SettleOutcome.Of(request.Read(ApiJson.Default.SettleBody));
        var id = await OwnEndedByCallerAsync(request, cancellationToken);
        try
        {
            var receipt = await context.Purser.Calls.CompleteAsync(id, outcome, cancellationToken) ?? throw new ApiProblemException(Unknown(id));
            return ApiResponse.Write(200, json => ReservationJson.Write(json, receipt, "settled"));
        }
        catch (SettlementConflictException)
        {
            throw new ApiProblemException(Settled(id));
        }
    }

    private async ValueTask<ApiResponse> ReleaseAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var id = await OwnEndedByCallerAsync(request, cancellationToken);
        var repeated = await ReleaseAsync(id, cancellationToken);
        return ApiResponse.Write(200, json => ReservationJson.Write(json, new CallReceipt(id, null, false, repeated), "released"));
    }

    // Given back without a call: nothing was attempted, so there is no event to write.
    private async ValueTask<bool> ReleaseAsync(Guid id, CancellationToken cancellationToken)
    {
        var result = await context.Purser.Budgets.ReleaseAsync(id, 1, "released by its owner", null, cancellationToken);
        return result.Verdict switch
        {
            SettleVerdict.Conflict => throw new ApiProblemException(Settled(id)),
            SettleVerdict.NotFound => throw new ApiProblemException(Unknown(id)),
            _ => result.Verdict == SettleVerdict.Repeated,
        };
    }

    private async ValueTask<ApiResponse> ExtendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var id = await OwnEndedByCallerAsync(request, cancellationToken);
        if (!await context.Purser.Budgets.ExtendAsync(id, DefaultTtl, cancellationToken))
            throw new ApiProblemException(Settled(id));
        return await GetAsync(request, cancellationToken);
    }

    /// <summary>The id in the route, when it is a reservation that the caller may touch: open in this process, or known to the ledger.</summary>
    private async ValueTask<Guid> OwnAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(request.Route["id"], out var id))
            throw new ApiProblemException(ApiProblem.NotFound($"'{request.Route["id"]}' is no reservation's id."));
        var tenant = context.Purser.Budgets.FindHold(id)?.Attributes.Tenant;
        if (tenant is null && await context.Purser.Ledger.EntriesAsync(id, cancellationToken) is { Count: > 0 } entries)
            tenant = entries[0].Tenant;
        return tenant is not null && (request.Caller.Tenant is not { } own || own == tenant) ? id : throw new ApiProblemException(Unknown(id));
    }

    /// <summary>The same, unless the gateway ends it: whoever reads the request's id in an answer must not say what the running call cost (budgets R36).</summary>
    private async ValueTask<Guid> OwnEndedByCallerAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var id = await OwnAsync(request, cancellationToken);
        return context.Purser.Budgets.FindHold(id)?.Source != UsageSource.Gateway
            ? id
            : throw new ApiProblemException(ApiProblem.Conflict("reservation-of-the-gateway", "gateway_owned", $"Request {id} is a call of the gateway, which settles it by what the upstream answers."));
    }

    private static ApiProblem Unknown(Guid id) => ApiProblem.NotFound($"There is no reservation {id}.");

    private static ApiProblem Settled(Guid id) =>
        ApiProblem.Conflict("settlement-conflict", "already_settled", $"Reservation {id} has ended with other values; a correction is a new adjusting entry.");
}
