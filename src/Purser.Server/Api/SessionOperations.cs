using Purser.Ledger;
using Purser.Ledger.Reports;
using Purser.Server.Keys;

namespace Purser.Server.Api;

/// <summary>Sessions with their totals, from the same roll-ups as every report.</summary>
internal sealed class SessionOperations(ApiContext context)
{
    public IEnumerable<ApiEndpoint> Endpoints() =>
    [
        new("GET", "/sessions", KeyScopes.Viewer, ListAsync),
        new("GET", "/sessions/{id}", KeyScopes.Viewer, ShowAsync),
    ];

    private async ValueTask<ApiResponse> ListAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var query = new UsageQuery
        {
            GroupBy = ["session"],
            Since = request.Query.Instant("since", "UTC"),
            Until = request.Query.Instant("until", "UTC"),
            Tenant = request.Caller.Tenant,
        };
        request.Query.Check();
        var report = await context.Purser.Ledger.QueryAsync(query, cancellationToken);
        return ApiResponse.Write(200, json => UsageReportJson.Write(json, report));
    }

    private async ValueTask<ApiResponse> ShowAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        request.Query.Check();
        var query = new UsageQuery
        {
            GroupBy = ["session", "model"],
            Tenant = request.Caller.Tenant,
            Where = new Dictionary<string, string>(StringComparer.Ordinal) { ["session"] = request.Route["id"] },
        };
        var report = await context.Purser.Ledger.QueryAsync(query, cancellationToken);
        return report.Rows.Count > 0
            ? ApiResponse.Write(200, json => UsageReportJson.Write(json, report))
            : throw new ApiProblemException(ApiProblem.NotFound($"The ledger knows no session '{request.Route["id"]}'."));
    }
}
