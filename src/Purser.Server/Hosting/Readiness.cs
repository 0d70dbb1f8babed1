using Microsoft.AspNetCore.Http;
using Purser.Ledger;
using Purser.Server.Api;

namespace Purser.Server.Hosting;

/// <summary>Whether calls can be admitted now: the ledger answers.</summary>
internal static class Readiness
{
    public static async Task WriteAsync(HttpContext http, PurserNode node)
    {
        try
        {
            await node.Purser.Ledger.RecentEventsAsync(1, http.RequestAborted);
            await ApiRoutes.WriteAsync(http, ApiResponse.Write(200, json =>
            {
                json.WriteStartObject();
                json.WriteString("status", node.Purser.Writer.Spooled > 0 ? "degraded" : "ready");
                json.WriteEndObject();
            }));
        }
        catch (LedgerUnavailableException e)
        {
            await ApiRoutes.WriteAsync(http, ApiTable.StoreUnavailable(e.Message).ToResponse());
        }
    }
}
