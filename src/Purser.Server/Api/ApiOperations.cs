namespace Purser.Server.Api;

/// <summary>The whole table of the API.</summary>
internal static class ApiOperations
{
    public static IReadOnlyList<ApiEndpoint> All(ApiContext context) =>
    [
        .. new ReservationOperations(context).Endpoints(),
        .. new UsageOperations(context).Endpoints(),
        .. new RequestOperations(context).Endpoints(),
        .. new BudgetOperations(context).Endpoints(),
        .. new PriceOperations(context).Endpoints(),
        .. new KeyOperations(context).Endpoints(),
        .. new SessionOperations(context).Endpoints(),
        .. new SystemOperations(context).Endpoints(),
    ];
}
