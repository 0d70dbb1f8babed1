using System.Text;
using Purser.Calls;
using Purser.Ledger;
using Purser.Ledger.Reports;
using Purser.Server.Keys;

namespace Purser.Server.Api;

/// <summary>Reports from the ledger, and usage that happened elsewhere.</summary>
internal sealed class UsageOperations(ApiContext context)
{
    // Everything that a query may name beside the attributes themselves, which filter.
    private static readonly string[] Filters = ["model", "provider", "agent", "component", "user", "session", "team", "key", "source", "status", "tenant"];

    public IEnumerable<ApiEndpoint> Endpoints() =>
    [
        new("GET", "/usage", KeyScopes.Viewer, ReportAsync),
        new("POST", "/usage", KeyScopes.Ingest, RecordAsync),
        new("GET", "/events", KeyScopes.Viewer, RecentAsync),
    ];

    private async ValueTask<ApiResponse> ReportAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var format = request.Query.Choice("format", "json", "csv");
        var query = Query(request);
        try
        {
            var report = await context.Purser.Ledger.QueryAsync(query, cancellationToken);
            return format == "csv"
                ? Csv(report, query.GroupBy)
                : ApiResponse.Write(200, json => UsageReportJson.Write(json, report));
        }
        catch (ArgumentException e)
        {
            throw new ApiProblemException(ApiProblem.Validation(FirstLine(e), new ApiError("by", FirstLine(e), "ENUM_ERROR")));
        }
    }

    private static UsageQuery Query(ApiRequest request)
    {
        var parameters = request.Query;
        var zone = parameters.Text("timezone") ?? "UTC";
        var where = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Filters)
        {
            if (parameters.Text(name) is { } value)
                where[name] = value;
        }

        foreach (var (name, _) in parameters.Rest().Where(p => p.Key.StartsWith("tag:", StringComparison.Ordinal)).ToList())
            where[name] = parameters.Text(name) ?? "";
        var tenant = where.Remove("tenant", out var stated) ? stated : null;
        var query = new UsageQuery
        {
            GroupBy = parameters.List("by"),
            Since = parameters.Instant("since", zone),
            Until = parameters.Instant("until", zone),
            TimeZone = zone,
            Tenant = request.Caller.Tenant ?? tenant,
            Where = where,
        };
        parameters.Check();
        return query;
    }

    private async ValueTask<ApiResponse> RecordAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var body = request.Read(ApiJson.Default.UsageEventBody);
        var now = context.Purser.Clock.GetUtcNow();
        var usage = UsageEventReader.Read(body, request.Caller, now);
        RecordReceipt receipt;
        try
        {
            receipt = await context.Purser.Recorder.RecordAsync(usage, body.IdempotencyKey, cancellationToken);
        }
        catch (ArgumentOutOfRangeException)
        {
            // Each count is within bounds, their price is not: a reporter that tries again must not meet a 500 for ever.
            return ApiProblem.Validation("The event is beyond what a budget can count.", new ApiError("usage", "An amount is at most 2^60 tokens or nano-dollars.", "RANGE_ERROR")).ToResponse();
        }

        return receipt.Outcome switch
        {
            RecordOutcome.TooFarAhead => ApiProblem.Validation("The event lies in the future.", new ApiError("admitted_at", "Must be at most 5 minutes ahead of the server's clock.", "RANGE_ERROR")).ToResponse(),
            RecordOutcome.KeyReused => ApiProblem.Conflict("idempotency-conflict", "key_reused", "The idempotency key was used with another event.").ToResponse(),
            var outcome => ApiResponse.Write(outcome is RecordOutcome.Recorded or RecordOutcome.Replaced ? 201 : 200, json =>
            {
                json.WriteStartObject();
                json.WriteString("request_id", receipt.Event!.RequestId);
                json.WriteString("outcome", outcome.ToString().ToLowerInvariant());
                json.WriteBoolean("spooled", receipt.Spooled);
                json.WriteEndObject();
            }),
        };
    }

    private async ValueTask<ApiResponse> RecentAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var limit = request.Query.Integer("limit", 100, 1, 10_000);
        request.Query.Check();
        var events = await context.Purser.Ledger.RecentEventsAsync(limit, cancellationToken);
        return ApiResponse.Write(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("events");
            foreach (var e in events.Where(e => request.Caller.Tenant is not { } tenant || e.Attributes.Tenant == tenant))
                UsageEventJson.Write(json, e);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static ApiResponse Csv(UsageReport report, IReadOnlyList<string> groupBy)
    {
        using var text = new StringWriter();
        UsageReportCsv.Write(text, report, groupBy);
        return new ApiResponse(200, Encoding.UTF8.GetBytes(text.ToString())) { ContentType = "text/csv" };
    }

    private static string FirstLine(ArgumentException e) => e.Message.Split(" (Parameter", 2)[0];
}
