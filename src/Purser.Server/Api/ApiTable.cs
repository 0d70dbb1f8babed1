using Microsoft.Extensions.Logging;
using Purser.Ledger;
using Purser.Server.Keys;

namespace Purser.Server.Api;

/// <summary>Every operation of the API. Thread-safe; an operation that fails answers with a problem, it never throws into the carrier.</summary>
public sealed partial class ApiTable(IReadOnlyList<ApiEndpoint> endpoints, ILogger<ApiTable> logger)
{
    /// <summary>Longest target, in characters.</summary>
    public const int TargetLengthMax = 8192;

    /// <summary>The operations, for the API's description.</summary>
    public IReadOnlyList<ApiEndpoint> Endpoints => endpoints;

    /// <summary>Runs one call for one caller.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async ValueTask<ApiResponse> DispatchAsync(ApiCall call, ApiCaller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(caller);
        try
        {
            var (endpoint, request) = Find(call, caller);
            return await endpoint.Handler(request, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) // the edge of every operation: the caller gets a problem
        {
            return ToProblem(e, call).ToResponse();
        }
    }

    private (ApiEndpoint Endpoint, ApiRequest Request) Find(ApiCall call, ApiCaller caller)
    {
        if (call.Target.Length > TargetLengthMax)
            throw new ApiProblemException(new() { Status = 414, Type = "target-too-long", Title = $"The target is longer than {TargetLengthMax} characters" });
        var cut = call.Target.IndexOf('?');
        var path = (cut < 0 ? call.Target : call.Target[..cut]).TrimEnd('/').Split('/');
        var candidates = endpoints.Select(e => (Endpoint: e, Route: e.Match(path))).Where(m => m.Route is not null).ToList();
        if (candidates.Count == 0)
            throw new ApiProblemException(ApiProblem.NotFound("There is no such resource."));
        var (endpoint, route) = candidates.Find(m => m.Endpoint.Method == call.Method);
        if (endpoint is null)
            throw new ApiProblemException(NotAllowed(call.Method, candidates.Select(m => m.Endpoint.Method)));
        if (!KeyScopeNames.Permits(caller.Scopes, endpoint.Scope))
            throw new ApiProblemException(ApiProblem.Forbidden($"This needs the scope {string.Join(", ", KeyScopeNames.Names(endpoint.Scope))}."));
        var query = ApiQuery.Parse(cut < 0 ? "" : call.Target[(cut + 1)..]);
        return (endpoint, new ApiRequest { Route = route!, Query = query, Body = call.Body, Caller = caller });
    }

    private static ApiProblem NotAllowed(string method, IEnumerable<string> allowed) => new()
    {
        Status = 405,
        Type = "method-not-allowed",
        Title = "Method not allowed",
        Detail = $"{method} is not possible here; use {string.Join(" or ", allowed)}.",
    };

    private ApiProblem ToProblem(Exception e, ApiCall call)
    {
        switch (e)
        {
            case ApiProblemException problem:
                return problem.Problem;
            case LedgerUnavailableException:
                LogUnavailable(e, call.Method, Path(call));
                return StoreUnavailable(e.Message);
            default:
                LogFailed(e, call.Method, Path(call));
                return new() { Status = 500, Type = "internal-error", Title = "The operation failed", Detail = "The server's log says why." };
        }
    }

    internal static ApiProblem StoreUnavailable(string detail) => new()
    {
        Status = 503,
        Type = "budget-store-unavailable",
        Code = "budget_store_unavailable",
        Title = "The ledger's store is unavailable",
        Detail = detail,
        RetryAfterSeconds = 1,
    };

    private static string Path(ApiCall call) => call.Target.Split('?')[0];

    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogFailed(Exception exception, string method, string path);

    [LoggerMessage(2, LogLevel.Warning, "{Method} {Path}: the ledger's store is unavailable")]
    private partial void LogUnavailable(Exception exception, string method, string path);
}
